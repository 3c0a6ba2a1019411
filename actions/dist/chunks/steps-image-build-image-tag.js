import { n as StepError } from "./core-error-codes.js";
// packages/steps/src/image/build-image/tag.ts
/** Whether there is anything to push. TAG_TAKEN where the tag names another digest and must not be moved. */
function decideTag({ tag, repository, present, wanted, isReplaced }) {
	if (present === void 0) return "push";
	if (present === wanted) return "done";
	if (isReplaced) return "push";
	throw tagTaken(repository, tag, present, wanted);
}
/** The tag names something else. */
function tagTaken(repository, tag, present, wanted) {
	return new StepError("TAG_TAKEN", {
		message: `"${repository}:${tag}" is ${present} already, and the new image is ${wanted}`,
		fix: ({ input }) => `give the new image another tag (${input("tag")}), or move this one where the repository allows it (${input("replace-tag", true)})`
	});
}
/** The tag to push under: the given one, else the beginning of the commit. */
function chooseTag(given, commit) {
	const tag = given ?? commit?.slice(0, 12);
	if (tag !== void 0) return tag;
	const fix = ({ input }) => `give ${input("tag")}`;
	throw new StepError("INPUT_INVALID", {
		message: "there is no tag: this is no git checkout, and none was given",
		fix,
		problems: [{
			name: "tag",
			message: "is missing and there is no commit to take it from",
			fix
		}]
	});
}
export { decideTag as n, chooseTag as t };
