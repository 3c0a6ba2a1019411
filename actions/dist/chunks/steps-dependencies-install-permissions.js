// packages/steps/src/dependencies/install/permissions.ts
/** What `install` asks of AWS, and what pip and npm ask with its token. */
const permissions = [
	{
		actions: ["codeartifact:GetAuthorizationToken"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:domain/${domain}"]
	},
	{
		actions: ["sts:GetServiceBearerToken"],
		resources: ["*"],
		condition: { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
		why: "it has no resource, so a condition holds it to CodeArtifact: https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html",
		implied: "codeartifact:GetAuthorizationToken"
	},
	{
		actions: ["codeartifact:GetRepositoryEndpoint"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}"]
	},
	{
		actions: ["codeartifact:DescribeRepository"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/*"]
	},
	{
		actions: [
			"codeartifact:DescribePackageVersion",
			"codeartifact:ListPackageVersionAssets",
			"codeartifact:DescribePackage"
		],
		resources: ["arn:aws:codeartifact:${region}:${owner}:package/${domain}/${repository}/*"]
	},
	{
		actions: ["codeartifact:GetAssociatedPackageGroup"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:package-group/${domain}*"]
	},
	{
		actions: ["codeartifact:ReadFromRepository"],
		resources: ["arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}"],
		implied: "the downloads of pip and npm with the token of codeartifact:GetAuthorizationToken"
	}
];
export { permissions as t };
