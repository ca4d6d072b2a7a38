import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { readMatrix } from "@/tests/support/authorization";
import { everyCaller } from "@/tests/support/every-caller";
import { processDatabase } from "@/tests/support/process-database";
import { exportsOf, filesUnder } from "@/tests/support/source-files";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

/**
 * Every server action and who gets past its gate: people of each role; nobody; an account that had the right and was closed;
 * one that lost the right and whose session is older than that; a key of each scope.
 */
const ACTIONS = readMatrix(`
  entry                              cro cmo vp_revops head_demand_gen head_sdr bdr ae  partner_manager ceo cfo admin out disabled demoted ingest read
  account.changePassword             yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  account.setDigest                  yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  accountability.placeBdrTeam        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.propose         no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.sendBack        yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.sign            yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.startCorrection no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.startDraft      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreements.define                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreements.previewDefinition       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  arguments.logArgument              yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  briefs.editBrief                   no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.endBrief                    no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.signBrief                   yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  briefs.writeBrief                  no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  calendar.addHoliday                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.removeHoliday             no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.setWorkingTime            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  decisions.correct                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  decisions.decide                   no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.decideForm               no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.undo                     no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.undoForm                 no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  diagnostic.answer                  yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.callOff                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.openRound               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.writeSingleAnswer       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  digest.sendAgain                   no  no  yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  disputes.raise                     yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.resolve                   no  no  no        no              no       no  no  no              yes no  no    no  no       no      no     no
  disputes.statePosition             yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.withdraw                  yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  feedback.acknowledgeFeedback       no  no  no        yes             no       no  no  no              no  no  no    no  no       no      no     no
  fixes.closeFix                     yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fixes.handOverFix                  yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fixes.openFix                      no  yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  fixes.writeFixAction               yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  floors.previewFloors               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  floors.setFloors                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  keys.createKey                     no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  keys.revokeKeys                    no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  leads.handOver                     no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  leads.qualify                      no  no  no        no              no       no  yes no              no  no  no    no  no       no      no     no
  leads.reassign                     no  no  no        no              yes      no  no  no              no  no  no    no  no       no      no     no
  leads.recycle                      no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  organisation.setOrganisation       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  people.changeRole                  no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.createPerson                no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.renamePerson                no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.resetPassword               no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.setActive                   no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  period-comments.addComment         yes yes yes       yes             yes      no  no  yes             no  no  no    no  no       no      no     no
  playbook.answerPulse               yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.chooseWatch               yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.endWatch                  yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.giveThanks                yes no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  reason-owners.setReasonOwner       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  receipts.acknowledge               yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  receipts.takeCheck                 yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  requirements.setRequirements       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.attend                     yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews.closeReview                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.moveReview                 yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.openReview                 yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.recordDecision             yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.replaceSeat                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.startTimer                 yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews.takeBackDecision           yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  segments.setSegments               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  session.signIn                     yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  session.signInDemo                 no  no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  session.signInWith                 yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  session.signOut                    yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  sources.addSource                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.mapSource                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.moveSource                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.renameSource               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.setSourceActive            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.addTool                      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.changeTool                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.enterRetrain                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.setToolActive                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.changeStageName        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.mapStageName           no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.removeStageName        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
`);

const expectRow = everyCaller(processDatabase());

const files = ["app", "components", "lib"].flatMap(filesUnder).filter((file) => /\.tsx?$/.test(file));
const marked = files.filter((file) => /^\s*["']use server["']/m.test(readFileSync(file, "utf8")));
const actions = new Map<string, (...input: unknown[]) => Promise<unknown>>();
for (const file of marked) {
  for (const [name, value] of Object.entries(await exportsOf(file))) {
    const label = `${file.slice("lib/actions/".length, -".ts".length)}.${name}`;
    if (typeof value === "function") actions.set(label, value as () => Promise<unknown>);
  }
}

describe("server actions", () => {
  // product.md, People: a CFO account reads the cost page at most, and whoever passes an action here may write.
  test("let a CFO keep their own account and session, and nothing else", () => {
    const passed = [...ACTIONS].filter(([, row]) => row.cfo).map(([name]) => name);
    expect(passed.filter((name) => !/^(account|session)\./.test(name))).toEqual([]);
    expect(passed).toEqual([
      "account.changePassword",
      "account.setDigest",
      "session.signIn",
      "session.signInWith",
      "session.signOut",
    ]);
  });

  test("stand in lib/actions alone, marked at the top of the file", () => {
    expect(marked.filter((file) => dirname(file) !== "lib/actions")).toEqual([]);
    expect(marked.filter((file) => !readFileSync(file, "utf8").startsWith('"use server"'))).toEqual([]);
  });

  test("are all in the matrix", () => {
    expect([...ACTIONS.keys()]).toEqual([...actions.keys()].sort());
  });

  // product.md, People: the CEO resolves ICP disputes and nothing else. `test.each` below proves each row.
  test("of all, the CEO gets past the gate of one that writes: the pick", () => {
    const open = [...ACTIONS].filter(([, row]) => row.ceo).map(([name]) => name);
    expect(open.filter((name) => !/^(account|session)\./.test(name))).toEqual(["disputes.resolve"]);
  });

  test.each([...ACTIONS])("%s", async (name, row) => {
    const form = new FormData();
    // Without a role the one-click sign-in is no question at all; outside the sample company nobody gets in.
    if (name === "session.signInDemo") form.set("role", "admin");
    await expectRow(row, async () => {
      try {
        const result = (await actions.get(name)?.(null, form)) as { ok: boolean; code?: string } | undefined;
        const code = result?.code ?? "";
        return ["UNAUTHENTICATED", "FORBIDDEN", "CEO_ICP_ONLY", "DEMO_CLOSED"].includes(code) ? code : null;
      } catch (error) {
        expect(error).toMatchObject({ digest: expect.stringMatching(/^NEXT_REDIRECT/) });
        return null;
      }
    });
  });
});
