// packages/cli/package.json
var package_default = {
	name: "ml-ci",
	version: "0.1.0",
	description: "Composable steps that take a machine-learning model from a commit to production on AWS",
	type: "module",
	license: "MIT",
	bin: { "ml-ci": "./bin/ml-ci.js" },
	dependencies: {
		"@ml-ci/aws": "0.1.0",
		"@ml-ci/containers": "0.1.0",
		"@ml-ci/core": "0.1.0",
		"@ml-ci/oci": "0.1.0",
		"@ml-ci/sandbox": "0.1.0",
		"@ml-ci/steps": "0.1.0"
	}
};
export { package_default as default };
