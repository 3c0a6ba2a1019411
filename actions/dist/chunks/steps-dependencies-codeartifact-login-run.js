import "./rolldown-runtime.js";
import { i as repositoryEndpoint, n as openToken } from "./aws-codeartifact.js";
import { n as formatDuration } from "./core-duration.js";
import { r as passed } from "./core-verdict.js";
import { n as StepError } from "./core-error-codes.js";
import { t as chooseAccount } from "./steps-dependencies-account.js";
import { n as shellQuote } from "./core-shell.js";
import { t as missingInput } from "./core-step.js";
import { t as plural } from "./core-plural.js";
import { n as suggest } from "./core-nearest.js";
import { a as tokenReference, n as npmrcFile, o as tokenVariable, r as npmrcVariables, s as withToken, t as inBothCases } from "./steps-dependencies-tools-token.js";
import { r as toolNames, t as inputs } from "./steps-dependencies-tools-tool.js";
import { join } from "node:path";
import { readFile, rm } from "node:fs/promises";
// packages/steps/src/dependencies/tools/netrc.ts
/** The name of the one netrc that tools share. */
const netrcName = "netrc";
/** The entry of the repository's host, which every repository of its domain shares. */
function netrcFile({ endpoint, token }) {
	return {
		path: netrcName,
		content: `machine ${new URL(endpoint).hostname} login aws password ${token}\n`
	};
}
/** A netrc of ours with entries put in place of older ones for the same hosts. */
function mergeNetrc(before, entries) {
	const hostOf = (line) => /^machine (\S+) /.exec(line)?.[1];
	const added = entries.split("\n").filter((line) => line !== "");
	const hosts = new Set(added.map(hostOf));
	return [...before.split("\n").filter((line) => line !== "" && !hosts.has(hostOf(line))), ...added].map((line) => `${line}\n`).join("");
}
// packages/steps/src/dependencies/codeartifact-login/docker.ts
const secretsFolder = "/run/secrets/ml-ci";
/** For caches: it is gone when the line has run. */
const scratchFolder = "/run/ml-ci";
/** The lines for one tool: its files and secrets are mounted, and its variables stand before its call. */
function dockerLines(setup, folder) {
	const files = setup.files.map(({ path }) => ({
		id: path.replaceAll(/[^A-Za-z0-9]+/g, "-"),
		path
	}));
	const names = Object.keys(setup.secrets);
	const variables = Object.entries(setup.variables).filter(isNeeded);
	const inside = (text) => withoutHost(text, setup, folder);
	const call = [...variables.map(([name, value]) => `${name}=${word(inside(value))}`), inside(setup.command)].join(" ");
	const mounts = [
		...files.map(({ id, path }) => `type=secret,id=${id},target=${join(secretsFolder, path)}`),
		...names.map((name) => `type=secret,id=${name},env=${name}`),
		...call.includes(`${scratchFolder}/`) ? [`type=tmpfs,target=${scratchFolder}`] : []
	];
	const flags = [...files.map(({ id, path }) => `id=${id},src=${join(folder, path)}`), ...names.map((name) => `id=${name},env=${name}`)];
	return {
		run: [
			"RUN",
			...mounts.map((mount) => `--mount=${mount}`),
			call
		].join(" "),
		flags: flags.map((flag) => `--secret ${flag}`).join(" ")
	};
}
/** An image has none of the variables that are taken away here, and one spelling of a name is enough. */
function isNeeded([name, value], _index, all) {
	const lower = name.toLowerCase();
	return value !== "" && (name === lower || !all.some(([other]) => other === lower));
}
/** A text of the host with the paths as they are in the build. */
function withoutHost(text, { files }, folder) {
	return [...new Set(files.map(({ path }) => path.split("/")[0] ?? path))].reduce((kept, top) => kept.replaceAll(join(folder, top), join(secretsFolder, top)), text).replaceAll(folder, scratchFolder);
}
function word(text) {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuote(text);
}
// packages/steps/src/dependencies/codeartifact-login/merge.ts
/** Puts the setups of tools together. Tools that share a name agree on what it stands for. */
function merge(chosen, folder) {
	const setups = chosen.map(({ setup }) => setup);
	const secrets = new Map(setups.flatMap((setup) => Object.entries(setup.secrets)));
	const variables = new Map(setups.flatMap((setup) => Object.entries(setup.variables)));
	const files = new Map(setups.flatMap((setup) => setup.files.map((file) => [file.path, file])));
	for (const name of secrets.keys()) variables.delete(name);
	const others = chosen.flatMap(({ tool, access }) => allSetups(tool, access, folder));
	const named = others.flatMap((setup) => [...Object.keys(setup.variables), ...Object.keys(setup.secrets)]);
	const paths = others.flatMap((setup) => setup.files.map(({ path }) => path));
	return {
		variables,
		secrets,
		files,
		staleVariables: [...new Set(named)].filter((name) => !variables.has(name) && !secrets.has(name)),
		staleFiles: [...new Set(paths)].filter((path) => path !== "netrc" && !files.has(path))
	};
}
/** Every way in which a tool can be led to a repository. */
function allSetups(tool, access, folder) {
	const ways = [true, false].flatMap((isExtra) => [access.scope, void 0].map((scope) => ({
		...access,
		isExtra,
		scope
	})));
	const at = (place) => ways.map((way) => tool.setUp(way, place, folder));
	return tool.places.flatMap(at);
}
// packages/steps/src/dependencies/tools/cargo.ts
/** cargo, since 1.74, asks a program for the token; `cat` is enough of one. */
const cargo = {
	name: "cargo",
	format: "cargo",
	places: ["file", "env"],
	beside: "extra",
	setUp({ endpoint, token, isExtra }, place, folder) {
		const isEnv = place === "env";
		const provider = isEnv ? "cargo:token" : `cargo:token-from-stdout cat ${join(folder, "cargo/token")}`;
		return {
			variables: {
				CARGO_REGISTRIES_CODEARTIFACT_INDEX: `sparse+${endpoint}`,
				CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER: provider
			},
			secrets: isEnv ? { CARGO_REGISTRIES_CODEARTIFACT_TOKEN: `Bearer ${token}` } : {},
			files: isEnv ? [] : [{
				path: "cargo/token",
				content: `Bearer ${token}`
			}],
			notes: isExtra ? ["a dependency says where it comes from: { version = \"1\", registry = \"codeartifact\" }"] : [`.cargo/config.toml must name the repository, or the public index is asked:\n[source.crates-io]
replace-with = "codeartifact"`],
			command: "cargo build --locked"
		};
	}
};
// packages/steps/src/dependencies/tools/nuget-config.ts
/** The configuration that NuGet and dotnet read: the repository as a source, alone unless it is an extra. */
function nugetConfig({ endpoint, token, isExtra }, place) {
	const credentials = [
		"  <packageSourceCredentials>",
		"    <codeartifact>",
		"      <add key=\"Username\" value=\"aws\" />",
		`      <add key="ClearTextPassword" value="${token}" />`,
		"    </codeartifact>",
		"  </packageSourceCredentials>"
	];
	return {
		path: "nuget.config",
		content: `${[
			"<?xml version=\"1.0\" encoding=\"utf-8\"?>",
			"<configuration>",
			"  <packageSources>",
			...isExtra ? ["    <add key=\"nuget.org\" value=\"https://api.nuget.org/v3/index.json\" />"] : ["    <clear />"],
			`    <add key="codeartifact" value="${endpoint}v3/index.json" protocolVersion="3" />`,
			"  </packageSources>",
			...place === "env" ? [] : credentials,
			"</configuration>"
		].join("\n")}\n`
	};
}
/** The variable that both look for first, by the name of the source. */
function nugetSecrets({ token }, place) {
	return place === "env" ? { NuGetPackageSourceCredentials_codeartifact: `Username=aws;Password=${token}` } : {};
}
// packages/steps/src/dependencies/tools/dotnet.ts
/** A variable counts as a property of MSBuild, and this one names the configuration for a restore. */
const dotnet = {
	name: "dotnet",
	format: "nuget",
	places: ["file", "env"],
	beside: "extra",
	setUp(access, place, folder) {
		const file = join(folder, "nuget.config");
		return {
			variables: { RestoreConfigFile: file },
			secrets: nugetSecrets(access, place),
			files: [nugetConfig(access, place)],
			notes: [`what is no restore must be told the file: dotnet tool install --configfile ${file}`],
			command: "dotnet restore --locked-mode"
		};
	}
};
// packages/steps/src/dependencies/tools/gem.ts
/** RubyGems reads a file more by GEMRC; Bundler reads another than the user's by BUNDLE_USER_CONFIG. */
const gem = {
	name: "gem",
	format: "ruby",
	places: ["file", "env"],
	beside: "extra",
	setUp(access, place, folder) {
		const { endpoint, token } = access;
		const host = `https://${new URL(endpoint).host}`;
		const common = {
			notes: [`a Gemfile that names it: source "${endpoint}"`],
			command: "bundle install"
		};
		const push = { RUBYGEMS_HOST: endpoint.replace(/\/$/, "") };
		if (place === "env") return {
			...common,
			variables: push,
			secrets: {
				[bundleKey(host)]: `aws:${token}`,
				GEM_HOST_API_KEY: `Bearer ${token}`
			},
			files: []
		};
		return {
			...common,
			variables: {
				...push,
				GEMRC: join(folder, "gem/gemrc"),
				BUNDLE_USER_CONFIG: join(folder, "gem/bundle")
			},
			secrets: {},
			files: filesOf(access, bundleKey(host))
		};
	}
};
function filesOf({ endpoint, token, isExtra }, key) {
	const sources = [withToken(endpoint, token), ...isExtra ? ["https://rubygems.org/"] : []];
	const mirror = isExtra ? [] : [`BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "${endpoint}"`];
	return [{
		path: "gem/gemrc",
		content: `---\n:sources:\n${sources.map((source) => `- ${source}\n`).join("")}`
	}, {
		path: "gem/bundle",
		content: `---\n${[...mirror, `${key}: "aws:${token}"`].join("\n")}\n`
	}];
}
/** How Bundler writes the name of a setting for a host. */
function bundleKey(host) {
	const { hostname } = new URL(host);
	return `BUNDLE_${hostname.replaceAll("-", "___").replaceAll(".", "__").toUpperCase()}`;
}
// packages/steps/src/dependencies/tools/gradle.ts
/** Gradle takes properties of a project from variables, and repositories from its build alone. */
const gradle = {
	name: "gradle",
	format: "maven",
	places: ["file", "env"],
	beside: "extra",
	setUp({ endpoint, token, isExtra }, place, folder) {
		const isEnv = place === "env";
		const password = isEnv ? "codeartifactPassword" : "file(codeartifactTokenFile).text";
		const lines = [
			"repositories {",
			...isExtra ? ["  mavenCentral()"] : [],
			`  maven { url = codeartifactUrl; credentials { username = 'aws'; password = ${password} } }`,
			"}"
		];
		return {
			variables: {
				ORG_GRADLE_PROJECT_codeartifactUrl: endpoint,
				...isEnv ? {} : { ORG_GRADLE_PROJECT_codeartifactTokenFile: join(folder, "gradle/token") }
			},
			secrets: isEnv ? { ORG_GRADLE_PROJECT_codeartifactPassword: token } : {},
			files: isEnv ? [] : [{
				path: "gradle/token",
				content: token
			}],
			notes: [`build.gradle must name the repository:\n${lines.join("\n")}`],
			command: "gradle build"
		};
	}
};
// packages/steps/src/dependencies/tools/maven.ts
/** Maven reads MAVEN_ARGS since 3.9; an older one must be told the file each time. */
const maven = {
	name: "maven",
	format: "maven",
	places: ["file", "env"],
	beside: "extra",
	setUp(access, place, folder) {
		const file = join(folder, "settings.xml");
		return {
			variables: { MAVEN_ARGS: `--settings ${file}` },
			secrets: place === "env" ? { [tokenVariable]: access.token } : {},
			files: [{
				path: "settings.xml",
				content: settings(access, place)
			}],
			notes: [`Maven before 3.9 does not read MAVEN_ARGS and would ask the public repository: mvn --settings ${file}`, `mvn deploy sends to a distributionManagement of the id codeartifact: ${access.endpoint}`],
			command: "mvn --batch-mode verify"
		};
	}
};
function settings({ endpoint, token, isExtra }, place) {
	return `${[
		"<settings xmlns=\"http://maven.apache.org/SETTINGS/1.0.0\">",
		"  <servers>",
		`    <server><id>codeartifact</id><username>aws</username><password>${place === "env" ? `\${env.${tokenVariable}}` : token}</password></server>`,
		"  </servers>",
		...isExtra ? profile(endpoint) : mirror(endpoint),
		"</settings>"
	].join("\n")}\n`;
}
/** Stands in for every repository that a project or its plugins name. */
function mirror(endpoint) {
	return [
		"  <mirrors>",
		`    <mirror><id>codeartifact</id><mirrorOf>*</mirrorOf><url>${endpoint}</url></mirror>`,
		"  </mirrors>"
	];
}
function profile(endpoint) {
	const id = `<id>codeartifact</id>`;
	return [
		`  <profiles><profile>${id}`,
		`    <repositories><repository>${id}<url>${endpoint}</url></repository></repositories>`,
		`    <pluginRepositories><pluginRepository>${id}<url>${endpoint}</url></pluginRepository></pluginRepositories>`,
		"  </profile></profiles>",
		"  <activeProfiles><activeProfile>codeartifact</activeProfile></activeProfiles>"
	];
}
// packages/steps/src/dependencies/tools/npm.ts
const npm = {
	name: "npm",
	format: "npm",
	places: ["file", "env"],
	beside: "scope",
	setUp(access, place, folder) {
		return {
			variables: {
				...npmrcVariables(access, folder),
				...inBothCases("npm_config_cache", join(folder, "npm-cache"))
			},
			secrets: place === "env" ? { [tokenVariable]: access.token } : {},
			files: [npmrcFile(access, place)],
			notes: [],
			command: "npm ci"
		};
	}
};
// packages/steps/src/dependencies/tools/nuget.ts
/** No variable names a configuration for nuget. */
const nuget = {
	name: "nuget",
	format: "nuget",
	places: ["file", "env"],
	beside: "extra",
	setUp(access, place, folder) {
		const command = `nuget restore -ConfigFile ${join(folder, "nuget.config")}`;
		return {
			variables: {},
			secrets: nugetSecrets(access, place),
			files: [nugetConfig(access, place)],
			notes: [`no variable names its file: ${command}`],
			command
		};
	}
};
// packages/steps/src/dependencies/tools/pdm.ts
/**
* pdm reads the file that PDM_CONFIG_FILE names in the place of the user's. It puts variables into addresses and nowhere else; a
* variable for the address is stronger than the file.
*/
const pdm = {
	name: "pdm",
	format: "pypi",
	places: [
		"file",
		"netrc",
		"env"
	],
	beside: "extra",
	setUp(access, place, folder) {
		const isEnv = place === "env";
		return {
			variables: {
				PDM_CONFIG_FILE: join(folder, "pdm.toml"),
				...access.isExtra ? {} : { PDM_PYPI_URL: `${access.endpoint}simple/` },
				...isEnv && !access.isExtra ? { PDM_PYPI_USERNAME: "aws" } : {},
				...isEnv ? { PDM_PUBLISH_USERNAME: "aws" } : {},
				...place === "netrc" ? { NETRC: join(folder, netrcName) } : {}
			},
			secrets: isEnv ? secretsOf$1(access) : {},
			files: [{
				path: "pdm.toml",
				content: configuration(access, place)
			}, ...place === "netrc" ? [netrcFile(access)] : []],
			notes: ["a source that pyproject.toml names is asked as well; one of the name pypi in the place of this one"],
			command: "pdm install --frozen-lockfile"
		};
	}
};
function secretsOf$1({ token, isExtra }) {
	return {
		[isExtra ? tokenVariable : "PDM_PYPI_PASSWORD"]: token,
		PDM_PUBLISH_PASSWORD: token
	};
}
function configuration({ endpoint, token, isExtra }, place) {
	const index = `${endpoint}simple/`;
	const credentials = place === "file" ? ["username = \"aws\"", `password = "${token}"`] : [];
	const shown = place === "env" && isExtra ? withToken(index, tokenReference) : index;
	return [
		isExtra ? "[pypi.codeartifact]" : "[pypi]",
		`url = "${shown}"`,
		...credentials,
		"[repository.codeartifact]",
		`url = "${endpoint}"`,
		...credentials
	].map((line) => `${line}\n`).join("");
}
// packages/steps/src/dependencies/tools/pip.ts
/**
* pip reads a file that PIP_CONFIG_FILE names in the place of the user's, after the one of the machine; variables are stronger
* than files, and an empty one counts as unset.
*/
const pip = {
	name: "pip",
	format: "pypi",
	places: [
		"file",
		"netrc",
		"env"
	],
	beside: "extra",
	setUp(access, place, folder) {
		const index = `${access.endpoint}simple/`;
		const key = access.isExtra ? "extra-index-url" : "index-url";
		const variable = access.isExtra ? "PIP_EXTRA_INDEX_URL" : "PIP_INDEX_URL";
		const shown = place === "file" ? withToken(index, access.token) : index;
		const lines = [...place === "env" ? [] : [`${key} = ${shown}`], ...access.isExtra ? [] : ["extra-index-url =", "find-links ="]];
		return {
			variables: {
				PIP_CONFIG_FILE: join(folder, "pip.conf"),
				PIP_CACHE_DIR: join(folder, "pip-cache"),
				...place === "env" ? {} : { [variable]: "" },
				...access.isExtra ? {} : {
					PIP_EXTRA_INDEX_URL: "",
					PIP_FIND_LINKS: ""
				},
				...place === "netrc" ? { NETRC: join(folder, netrcName) } : {}
			},
			secrets: place === "env" ? { [variable]: withToken(index, access.token) } : {},
			files: [{
				path: "pip.conf",
				content: ["[global]", ...lines].map((line) => `${line}\n`).join("")
			}, ...place === "netrc" ? [netrcFile(access)] : []],
			notes: [],
			command: "pip install -r requirements.txt"
		};
	}
};
// packages/steps/src/dependencies/tools/pnpm.ts
/** pnpm 11 and 12 take no registry from npm_config_registry: without a variable of their own they would ask the public one. */
const pnpm = {
	name: "pnpm",
	format: "npm",
	places: ["file", "env"],
	beside: "scope",
	setUp(access, place, folder) {
		const { endpoint, scope, token } = access;
		return {
			variables: {
				...npmrcVariables(access, folder),
				...scope === void 0 ? inBothCases("pnpm_config_registry", endpoint) : {}
			},
			secrets: place === "env" ? { [tokenVariable]: token } : {},
			files: [npmrcFile(access, place)],
			notes: [],
			command: "pnpm install --frozen-lockfile"
		};
	}
};
// packages/steps/src/dependencies/tools/poetry.ts
/** Poetry asks what pyproject.toml names as a source, and the public index where that names none. */
const poetry = {
	name: "poetry",
	format: "pypi",
	places: [
		"file",
		"netrc",
		"env"
	],
	beside: "extra",
	setUp(access, place, folder) {
		const { endpoint, token } = access;
		const common = {
			notes: [sourceNote(access)],
			command: "poetry install"
		};
		switch (place) {
			case "file": return {
				...common,
				variables: { POETRY_CONFIG_DIR: join(folder, "poetry") },
				secrets: {},
				files: [{
					path: "poetry/config.toml",
					content: `[repositories.codeartifact]\nurl = "${endpoint}"\n`
				}, {
					path: "poetry/auth.toml",
					content: `[http-basic.codeartifact]\nusername = "aws"\npassword = "${token}"\n`
				}]
			};
			case "netrc": return {
				...common,
				variables: { NETRC: join(folder, netrcName) },
				secrets: {},
				files: [netrcFile(access)]
			};
			case "env": return {
				...common,
				variables: {
					POETRY_REPOSITORIES_CODEARTIFACT_URL: endpoint,
					POETRY_HTTP_BASIC_CODEARTIFACT_USERNAME: "aws"
				},
				secrets: { POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD: token },
				files: []
			};
		}
	}
};
function sourceNote({ endpoint, isExtra }) {
	return `pyproject.toml must name the repository, or the public index is asked:\n${[
		"[[tool.poetry.source]]",
		"name = \"codeartifact\"",
		`url = "${endpoint}simple/"`,
		`priority = "${isExtra ? "supplemental" : "primary"}"`
	].join("\n")}`;
}
// packages/steps/src/dependencies/tools/swift.ts
/** Swift reads a netrc of its own: its entry has another user name than that of the shared one. */
const swift = {
	name: "swift",
	format: "swift",
	places: ["file"],
	beside: "scope",
	setUp({ endpoint, token, scope }, _place, folder) {
		const file = join(folder, "swift/netrc");
		const only = scope === void 0 ? [] : ["--scope", scope.slice(1)];
		const command = `swift build --netrc-file ${file}`;
		return {
			variables: {},
			secrets: {},
			files: [{
				path: "swift/netrc",
				content: `machine ${new URL(endpoint).hostname} login token password ${token}\n`
			}],
			notes: [`in the folder of Package.swift, once: swift package-registry set ${[...only, endpoint].join(" ")}`, `no variable names its file: ${command}`],
			command
		};
	}
};
// packages/steps/src/dependencies/tools/twine.ts
/** twine has no variable for its configuration: with the file alone it fails, and publishes nowhere else. */
const twine = {
	name: "twine",
	format: "pypi",
	places: ["file", "env"],
	beside: void 0,
	setUp({ endpoint, token }, place, folder) {
		const file = join(folder, "pypirc");
		if (place === "env") return {
			variables: {
				TWINE_REPOSITORY_URL: endpoint,
				TWINE_USERNAME: "aws"
			},
			secrets: { TWINE_PASSWORD: token },
			files: [],
			notes: [],
			command: "twine upload dist/*"
		};
		const command = `twine upload --config-file ${file} dist/*`;
		return {
			variables: { TWINE_REPOSITORY: "codeartifact" },
			secrets: {},
			files: [{
				path: "pypirc",
				content: `${[
					"[distutils]",
					"index-servers = codeartifact",
					"[codeartifact]",
					`repository = ${endpoint}`,
					"username = aws",
					`password = ${token}`
				].join("\n")}\n`
			}],
			notes: [`no variable names its file: ${command}`],
			command
		};
	}
};
// packages/steps/src/dependencies/tools/uv.ts
/** The name of the index that variables with credentials refer to. */
const name = "codeartifact";
/** uv has a store of its own for credentials since 0.8.15; an older one is refused by the repository, and asks no other. */
const uv = {
	name: "uv",
	format: "pypi",
	places: [
		"file",
		"netrc",
		"env"
	],
	beside: "extra",
	setUp(access, place, folder) {
		const index = `${access.endpoint}simple/`;
		const variables = {
			...indexes(access, place === "env" ? `${name}=${index}` : index),
			UV_PUBLISH_URL: access.endpoint
		};
		return {
			...common,
			...placed(access, place, folder, variables)
		};
	}
};
const common = {
	notes: ["an index that pyproject.toml names is asked before this one"],
	command: "uv sync --locked"
};
/** All ways to name an index by a variable: those that are not ours are taken away. */
function indexes({ isExtra }, index) {
	if (isExtra) return { UV_INDEX: index };
	return {
		UV_DEFAULT_INDEX: index,
		UV_INDEX: "",
		UV_INDEX_URL: "",
		UV_EXTRA_INDEX_URL: "",
		UV_FIND_LINKS: ""
	};
}
function placed(access, place, folder, variables) {
	const { token, endpoint } = access;
	switch (place) {
		case "file": return {
			variables: {
				...variables,
				UV_CREDENTIALS_DIR: join(folder, "uv")
			},
			secrets: {},
			files: [{
				path: "uv/credentials.toml",
				content: `[[credential]]\nservice = "${endpoint}"\nusername = "aws"\nscheme = "basic"\npassword = "${token}"\n`
			}]
		};
		case "netrc": return {
			variables: {
				...variables,
				NETRC: join(folder, netrcName)
			},
			secrets: {},
			files: [netrcFile(access)]
		};
		case "env": return {
			variables: {
				...variables,
				UV_INDEX_CODEARTIFACT_USERNAME: "aws",
				UV_PUBLISH_USERNAME: "aws"
			},
			secrets: {
				UV_INDEX_CODEARTIFACT_PASSWORD: token,
				UV_PUBLISH_PASSWORD: token
			},
			files: []
		};
	}
}
// packages/steps/src/dependencies/tools/yarn.ts
/**
* Yarn 1 reads the file of npm. Yarn 4 reads variables, and files of the project and the home alone: so that its token need not
* be a variable, it gets a plugin, which reads the token from a file.
*/
const yarn = {
	name: "yarn",
	format: "npm",
	places: ["file", "env"],
	beside: "scope",
	setUp(access, place, folder) {
		const { endpoint, token, scope } = access;
		return {
			variables: {
				...npmrcVariables(access, folder),
				NPM_CONFIG_ALWAYS_AUTH: "true",
				...scope === void 0 ? {
					YARN_NPM_REGISTRY_SERVER: endpoint,
					YARN_NPM_ALWAYS_AUTH: "true"
				} : {},
				...place === "env" ? {} : { YARN_PLUGINS: join(folder, "yarn/codeartifact.cjs") }
			},
			secrets: place === "env" ? secretsOf(access) : {},
			files: [npmrcFile(access, place), ...place === "env" ? [] : pluginFiles(endpoint, token)],
			notes: scope === void 0 ? [] : [scopeNote(endpoint, scope, place)],
			command: "yarn install --immutable"
		};
	}
};
function secretsOf({ token, scope }) {
	return {
		[tokenVariable]: token,
		...scope === void 0 ? { YARN_NPM_AUTH_TOKEN: token } : {}
	};
}
function pluginFiles(endpoint, token) {
	return [{
		path: "yarn/codeartifact.cjs",
		content: plugin
	}, {
		path: "yarn/access.json",
		content: `${JSON.stringify({
			endpoint,
			token
		})}\n`
	}];
}
/** Answers for one registry; for any other it says what was to be said. */
const plugin = `const { readFileSync } = require('node:fs');
const { join } = require('node:path');
module.exports = {
  name: 'ml-ci-codeartifact',
  factory: () => ({
    default: {
      hooks: {
        async getNpmAuthenticationHeader(header, registry) {
          const { endpoint, token } = JSON.parse(readFileSync(join(__dirname, 'access.json'), 'utf8'));
          return registry.replace(/\\/*$/, '/') === endpoint ? 'Bearer ' + token : header;
        },
      },
    },
  }),
};
`;
function scopeNote(endpoint, scope, place) {
	return `Yarn 4 takes a scope from .yarnrc.yml alone:\n${[
		"npmScopes:",
		`  ${scope.slice(1)}:`,
		`    npmRegistryServer: "${endpoint}"`,
		"    npmAlwaysAuth: true",
		...place === "env" ? [`    npmAuthToken: "${tokenReference}"`] : []
	].join("\n")}`;
}
// packages/steps/src/dependencies/tools/index.ts
/** Every tool by its name. */
const tools = {
	pip,
	twine,
	uv,
	poetry,
	pdm,
	npm,
	pnpm,
	yarn,
	maven,
	gradle,
	nuget,
	dotnet,
	cargo,
	swift,
	gem
};
// packages/steps/src/dependencies/codeartifact-login/request.ts
/** Reads the inputs of a login, which a logout does without; throws one error with every mistake. */
function readRequest(given, config) {
	const problems = [];
	const [first, ...others] = toolsOf(given.tools, problems);
	const { domain, repository } = given;
	if (domain === void 0) problems.push(missingInput("domain", inputs.domain, config));
	if (repository === void 0) problems.push(missingInput("repository", inputs.repository, config));
	const place = given.mode === "none" ? void 0 : given.mode;
	const scope = given.scope === void 0 ? void 0 : `@${given.scope.replace(/^@/, "")}`;
	if (first !== void 0) problems.push(...mistakes([first, ...others], {
		...given,
		place,
		scope
	}));
	if (first === void 0 || domain === void 0 || repository === void 0 || problems.length > 0) throw refuse(problems);
	return {
		tools: [first, ...others],
		domain,
		repository,
		place,
		scope
	};
}
function toolsOf(names, problems) {
	if (names === void 0 || names.length === 0) problems.push(missingInput("tools", inputs.tools, void 0));
	return [...new Set(names)].flatMap((name) => {
		const tool = toolNames.find((known) => known === name);
		if (tool !== void 0) return [tools[tool]];
		problems.push(name === "conda" ? conda : unknown(name));
		return [];
	});
}
const conda = {
	name: "tools",
	message: "\"conda\" is no format of CodeArtifact: its channels cannot come from there",
	fix: "name pip: the pip section of environment.yml then comes from the repository"
};
const unknown = (name) => ({
	name: "tools",
	message: `"${name}" is no tool that is known here`,
	fix: suggest(name, toolNames)
});
/** What some tools cannot do of what is asked for all of them. */
function mistakes(chosen, given) {
	const { place, scope, extraIndex, docker } = given;
	const problems = [];
	for (const { name, places } of chosen) {
		if (place === void 0 || places.includes(place)) continue;
		const fix = `use mode ${places.join(" or ")} for it, in a call of its own if need be`;
		problems.push({
			name: "mode",
			message: `${name} has no way to a token by ${place}`,
			fix
		});
	}
	if (scope !== void 0 && !/^@[a-z0-9~-][a-z0-9._~-]*$/i.test(scope)) problems.push({
		name: "scope",
		message: `"${scope}" is not a scope`,
		fix: "write it as @name"
	});
	const scoped = chosen.filter(({ beside }) => beside === "scope");
	if (scope !== void 0 && scoped.length === 0) {
		const names = chosen.map(({ name }) => name).join(", ");
		problems.push({
			name: "scope",
			message: `means nothing to ${names}`,
			fix: "leave it out"
		});
	}
	if (extraIndex && scope === void 0) {
		const message = (name) => `${name} asks one registry only`;
		const fix = ({ input }) => `give ${input("scope", "@name")}: then only its packages come from the repository`;
		problems.push(...scoped.map(({ name }) => ({
			name: "extra-index",
			message: message(name),
			fix
		})));
	}
	if (docker && place === void 0) problems.push({
		name: "docker",
		message: "has nothing to hand to a build in mode none",
		fix: "use mode file, netrc or env"
	});
	return problems;
}
function refuse(problems) {
	return new StepError("INPUT_INVALID", {
		message: `${plural(problems.length, "mistake")} in the inputs of codeartifact-login`,
		fix: ({ help }) => help("codeartifact-login"),
		problems
	});
}
// packages/steps/src/dependencies/codeartifact-login/run.ts
/** Asks for addresses and a token, and leaves for later steps what was asked for, or nothing. */
async function run(context) {
	const { inputs, plan, config, log } = context;
	if (inputs.logout) return logOut(context);
	const request = readRequest(inputs, config);
	const account = chooseAccount(inputs, config?.environments ?? [], "codeartifact-login");
	const session = await context.aws.session(account.environment, context.signal);
	const endpoints = await findEndpoints(context, request, session, account.owner);
	const known = describe(request, endpoints);
	if (plan.active) {
		plan.would(planned(request), "codeartifact:GetAuthorizationToken");
		return passed(known);
	}
	const domain = {
		domain: request.domain,
		owner: account.owner
	};
	const token = await openToken(context, session, domain, Math.floor(inputs.duration / 1e3));
	checkToken(token);
	warn(context, request, token);
	log.table({
		title: `${request.domain}/${request.repository}`,
		columns: ["tool", "address"],
		rows: endpoints.map(({ tool, endpoint }) => [tool.name, endpoint])
	});
	const ends = token.expiresAt === void 0 ? {} : { expiresAt: token.expiresAt.toISOString() };
	if (request.place === void 0) return passed({
		...known,
		...ends
	});
	const folder = await leave(context, request, endpoints, token.token);
	return passed({
		...known,
		...ends,
		folder
	});
}
/** The address for each tool; a repository that does not exist is found out here. */
async function findEndpoints({ inputs, signal }, request, session, owner) {
	const domain = {
		domain: request.domain,
		owner
	};
	const byFormat = /* @__PURE__ */ new Map();
	for (const { format } of request.tools) {
		if (byFormat.has(format)) continue;
		const options = {
			signal,
			endpointType: inputs.endpointType
		};
		byFormat.set(format, await repositoryEndpoint(session, domain, request.repository, format, options));
	}
	return request.tools.map((tool) => ({
		tool,
		endpoint: byFormat.get(tool.format) ?? ""
	}));
}
function describe({ tools }, endpoints) {
	const byTool = Object.fromEntries(endpoints.map(({ tool, endpoint }) => [tool.name, endpoint]));
	return {
		tools: tools.map(({ name }) => name).join(","),
		endpoint: endpoints[0]?.endpoint ?? "",
		endpoints: JSON.stringify(byTool)
	};
}
function planned({ tools, domain, repository, place }) {
	const names = tools.map(({ name }) => name).join(", ");
	const from = `${domain}/${repository}`;
	return place === void 0 ? `ask for a token for ${names} of ${from}, and drop it` : `lead ${names} to ${from} with a token by ${place}`;
}
/** Every file that it is written into would need its own escapes otherwise. */
function checkToken({ token }) {
	if (/^[\w.~-]+$/.test(token)) return;
	throw new StepError("AWS_FAILED", { message: "codeartifact:GetAuthorizationToken answered with a token that is no JSON web token" });
}
function warn({ inputs, log, clock, timeoutMs }, request, token) {
	const restMs = token.expiresAt === void 0 ? Number.POSITIVE_INFINITY : +token.expiresAt - clock.now();
	if (timeoutMs !== void 0 && restMs < timeoutMs) log.warn(`the token ends in ${formatDuration(restMs)}, before the time-out of ${formatDuration(timeoutMs)}: ask for a longer duration, or give the role a longer session`);
	if (request.place === "env") log.warn("mode env: every later step sees the token, and so does each program that it starts; the modes file and netrc show it to none");
	if (inputs.extraIndex) log.warn("extra-index: a package of the same name in the other index can be taken for yours (dependency confusion); reserve your names there, or let the repository have it as its upstream");
}
/** Writes the files and exports the variables; the folder stays until the clean-up. */
async function leave(context, request, endpoints, token) {
	const { inputs, log, lasting } = context;
	const { place, scope } = request;
	if (place === void 0) throw new Error("a login that leaves nothing has nothing to leave");
	const folder = await lasting.folder();
	const chosen = endpoints.map(({ tool, endpoint }) => {
		const access = {
			endpoint,
			token,
			scope,
			isExtra: inputs.extraIndex
		};
		return {
			tool,
			access,
			setup: tool.setUp(access, place, folder)
		};
	});
	await write(context, folder, merge(chosen, folder));
	for (const { tool, setup } of chosen) {
		for (const note of setup.notes) log.info(`${tool.name}: ${note}`);
		if (inputs.docker) tellDocker(log, tool, dockerLines(setup, folder));
	}
	log.info("this stays until the token ends, or until ml-ci codeartifact-login --logout; an action removes it at the end of its job");
	return folder;
}
function tellDocker(log, { name }, { run, flags }) {
	log.info(`${name} in a Dockerfile: ${run}`);
	log.info(`${name} for docker build: ${flags}`);
}
async function write({ files, exports }, folder, merged) {
	for (const path of merged.staleFiles) await rm(join(folder, path), { force: true });
	for (const { path, content } of merged.files.values()) {
		const place = join(folder, path);
		const before = path === "netrc" ? await readFile(place, "utf8").catch(() => "") : "";
		await files.write(place, path === "netrc" ? mergeNetrc(before, content) : content, 384);
	}
	for (const name of merged.staleVariables) exports.unset(name);
	for (const [name, value] of merged.variables) exports.set(name, value);
	for (const [name, value] of merged.secrets) exports.secret(name, value);
}
async function logOut({ lasting, plan, log }) {
	if (plan.active) plan.would("remove the files and variables of earlier logins", "none");
	else {
		const wasThere = await lasting.remove();
		log.info(wasThere ? "the files and variables of earlier logins are removed" : "there was no login here");
	}
	return passed({});
}
export { run };
