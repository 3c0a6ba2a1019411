// packages/steps/src/dependencies/access-permissions.ts
/** What it takes to have the address of a repository and a token for it. */
const accessPermissions = [
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
	}
];
export { accessPermissions as t };
