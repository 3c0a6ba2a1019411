import "./rolldown-runtime.js";
import { D as activeDeployments, h as describeDeployment, i as detached, j as getDeployment, o as stopAndGoBack, t as readSaved } from "./aws-codedeploy.js";
import { n as inconclusive, r as passed, t as failed } from "./core-verdict.js";
import { n as StepError } from "./core-error-codes.js";
import { s as parseDigest } from "./oci-digest-text.js";
// packages/steps/src/rollout/deploy-ecs/clean-up.ts
/** Does for a run that was killed what it would have done had it been cancelled. */
async function cleanUp(context) {
	const { state, aws, signal, clock, log, onCancel } = context;
	const saved = readSaved(state);
	if (saved === void 0) return passed({ done: "the run had started no deployment" });
	const env = environmentOf(context.config, saved.env);
	const session = await aws.session(env, signal);
	const deploymentId = saved.deployment ?? await unheardOf(session, saved, context);
	if (deploymentId === void 0) return passed({ done: "the run had started no deployment" });
	const underway = {
		session,
		deploymentId,
		image: saved.image,
		previous: saved.previous,
		address: {
			cluster: saved.cluster,
			service: saved.service
		},
		context: {
			clock,
			log,
			inputs: {
				env,
				digest: parseDigest(saved.digest),
				container: saved.container
			}
		}
	};
	if (onCancel === "detach") return passed({ done: detached(underway) });
	const { outcome, words } = await stopAndGoBack(underway, signal);
	switch (outcome) {
		case "rolled-back":
		case "stopped": return passed({ done: words });
		case "over": return inconclusive(words);
		case "rollback-failed": return failed(words);
	}
}
/** A deployment that the dead run asked for and whose name it did not live to hear. */
async function unheardOf(session, { application, group, digest }, { runId, signal }) {
	const description = describeDeployment({
		digest,
		run: runId
	});
	for (const id of await activeDeployments(session, application, group, { signal })) if ((await getDeployment(session, id, { signal })).description === description) return id;
}
function environmentOf(config, name) {
	const found = config?.environments.find((environment) => environment.name === name);
	if (found?.type === "ecr") return found;
	throw new StepError("INPUT_INVALID", {
		message: `the killed run deployed to "${name}", which is no AWS environment of the configuration`,
		fix: ({ input }) => `run the clean-up with the configuration of that run: ${input("config", "FILE")}`
	});
}
export { cleanUp };
