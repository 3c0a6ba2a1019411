import "./rolldown-runtime.js";
// packages/core/src/forge-github.ts
/** The forge behind `GITHUB_TOKEN`; needs `pull-requests: write`, `deployments: write` or `statuses: write` by use. */
async function githubForge(env) {
	const { noForge } = await import("./core-forge.js");
	const token = env["INPUT_GITHUB-TOKEN"] || env.GITHUB_TOKEN;
	const [owner, repo] = (env.GITHUB_REPOSITORY ?? "").split("/");
	if (!token || !owner || !repo) return noForge;
	const client = async () => (await import("./actions-github.js")).getOctokit(token).rest;
	const sha = env.GITHUB_SHA ?? "";
	return {
		name: "github",
		async comment(marker, markdown) {
			const number = pullRequestOf(env.GITHUB_REF);
			if (number === void 0) return;
			const { issues } = await client();
			const tag = `<!-- ml-ci:${marker} -->`;
			const body = `${tag}\n${markdown}`;
			const { data } = await issues.listComments({
				owner,
				repo,
				issue_number: number,
				per_page: 100
			});
			const existing = data.find((comment) => comment.body?.startsWith(tag));
			if (existing) await issues.updateComment({
				owner,
				repo,
				comment_id: existing.id,
				body
			});
			else await issues.createComment({
				owner,
				repo,
				issue_number: number,
				body
			});
		},
		async deployment(environment, state, url) {
			const { repos } = await client();
			const { data } = await repos.listDeployments({
				owner,
				repo,
				sha,
				environment,
				per_page: 1
			});
			const id = data[0]?.id ?? await createDeployment(repos, {
				owner,
				repo,
				ref: sha,
				environment
			});
			await repos.createDeploymentStatus({
				owner,
				repo,
				deployment_id: id,
				state,
				...url !== void 0 && { environment_url: url }
			});
		},
		async status(context, state, description) {
			const { repos } = await client();
			await repos.createCommitStatus({
				owner,
				repo,
				sha,
				context,
				state,
				description: description.slice(0, 140)
			});
		}
	};
}
async function createDeployment(repos, where) {
	const { data } = await repos.createDeployment({
		...where,
		auto_merge: false,
		required_contexts: []
	});
	if (!("id" in data)) throw new Error(`no deployment was created: ${data.message ?? "no reason given"}`);
	return data.id;
}
function pullRequestOf(ref) {
	const match = /^refs\/pull\/(\d+)\//.exec(ref ?? "");
	return match ? Number(match[1]) : void 0;
}
export { githubForge };
