import { n as StepError } from "./core-error-codes.js";
// packages/steps/src/dependencies/account.ts
/** Chooses the credentials for a domain: those of `env`, else of the owner's account, else of the first environment. */
function chooseAccount(inputs, environments, step) {
	const wrong = (name, message) => wrongIn(step, name, message);
	const { env, owner, region } = inputs;
	if (owner !== void 0 && !/^\d{12}$/.test(owner)) throw wrong("owner", `"${owner}" is not an account id: twelve digits`);
	if (env !== void 0 && env.type !== "ecr") throw wrong("env", `"${env.name}" is not an environment in AWS`);
	const known = environments.filter((environment) => environment.type === "ecr");
	const chosen = env ?? known.find(({ account }) => account === owner) ?? known[0];
	if (chosen) return {
		owner: owner ?? chosen.account,
		environment: {
			...chosen,
			region: region ?? chosen.region
		}
	};
	if (owner === void 0 || region === void 0) throw wrong(owner === void 0 ? "owner" : "region", "is needed where ml-ci.yml has no environment in AWS");
	return {
		owner,
		environment: {
			type: "ecr",
			name: "dependencies",
			account: owner,
			region,
			repository: ""
		}
	};
}
function wrongIn(step, name, message) {
	return new StepError("INPUT_INVALID", {
		message: `1 mistake in the inputs of ${step}`,
		fix: ({ help }) => help(step),
		problems: [{
			name,
			message
		}]
	});
}
export { chooseAccount as t };
