import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Actor, systemActor } from "@/lib/auth/actor";
import { checkKey, createKey } from "@/lib/auth/keys";
import { ROLES } from "@/lib/domain/roles";
import { type Caller, readMatrix } from "@/tests/support/authorization";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { tableDigests } from "@/tests/support/tables";

/**
 * Every write that a person or a key may ask for, once more without the action in front of it: the service asks by itself.
 * Nobody who is signed out, disabled or demoted becomes an actor (lib/auth/actor.ts), so that these columns are all no.
 */
const SERVICES = readMatrix(`
  entry                                  cro cmo vp_revops head_demand_gen head_sdr bdr ae  partner_manager ceo cfo admin out disabled demoted ingest read
  accountability.placeBdrTeam            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement/drafts.startCorrection       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement/drafts.startDraft            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement/propose.propose              no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement/propose.sendBack             yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement/requirements.setRequirements no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreements.define                      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  arguments.logArgument                  yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  assignments.reassign                   no  no  no        no              yes      no  no  no              no  no  no    no  no       no      no     no
  brief-signing.signBrief                yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  briefs.editBrief                       no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.endBrief                        no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.writeBrief                      no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  calendar.addHoliday                    no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.removeHoliday                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.setWorkingTime                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  corrections.undo                       no  no  yes       no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.decide                       no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  diagnostic.answer                      yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.callOff                     no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.openRound                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.writeSingleAnswer           no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  digest.setDigestWanted                 yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  dispute-picks.resolve                  no  no  no        no              no       no  no  no              yes no  no    no  no       no      no     no
  disputes.raise                         yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.statePosition                 yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.withdraw                      yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  feedback.acknowledgeFeedback           no  no  no        yes             no       no  no  no              no  no  no    no  no       no      no     no
  fix-work.closeFix                      yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fix-work.handOverFix                   yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fix-work.writeFixAction                yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fixes.openFix                          no  yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  floors.setFloors                       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  imports.importFile                     no  no  yes       no              no       no  no  no              no  no  yes   no  no       no      yes    no
  keys.createKey                         no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  keys.revokeKeys                        no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  leads.handOver                         no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  organisation.setOrganisation           no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  own-password.changeOwnPassword         yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  people.changeRole                      no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.createPerson                    no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.rename                          no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.setActive                       no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.setPassword                     no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  period-comments.addComment             yes yes yes       yes             yes      no  no  yes             no  no  no    no  no       no      no     no
  pulse.answerPulse                      yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  qualification.qualify                  no  no  no        no              no       no  yes no              no  no  no    no  no       no      no     no
  reason-owners.setReasonOwner           no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  receipts.acknowledge                   yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  receipts.takeCheck                     yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  recycling.recycle                      no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  reviews/attend.seenInRoom              yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews/attend.startTimer              yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews/close.closeReview              yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews/decide.recordDecision          yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews/decide.takeBackDecision        yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews/open.moveReview                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews/open.openReview                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  segments.setSegments                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  send-again.sendAgain                   no  no  yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  source-mappings.mapSource              no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.addSource                      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.moveSource                     no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.renameSource                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.setSourceActive                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.addTool                          no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.changeTool                       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.enterRetrain                     no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.setToolActive                    no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.changeStageName            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.mapStageName               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.removeStageName            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  thanks.giveThanks                      yes no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  watches.chooseWatch                    yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  watches.endWatch                       yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
`);

const database = processDatabase();
const FOLDERS = ["lib/services", "lib/services/agreement", "lib/services/reviews", "lib/auth"];
/** The writes: exported, with an actor first, or an import with its options. */
const WRITE = /^export async function (\w+)\(\s*(?:actor|person): (?:Actor|Person)\b/gm;
/** The gates themselves, asking again who it is, and the sign-out, which only ever concerns the person who asks. */
const NO_WRITES = [
  "actor.authorize",
  "actor.loggingRefusals",
  "settings.editSettings",
  "agreement/tables.editTable",
  "people.endSessions",
  "deliveries.deliver",
  "deliveries.giveUp",
  "confirm.confirmPerson",
  "confirm.confirmationOf",
  "confirm.requirePassword",
];
const IMPORT = "imports.importFile";

const actors = new Map<Caller, Actor>();
beforeAll(async () => {
  for (const [role, person] of Object.entries(await signedInPeople(database().pool)))
    actors.set(role as Caller, person);
  for (const scope of ["ingest", "read"] as const) {
    const key = await createKey(systemActor("test"), { name: scope, scopes: [scope] });
    const actor = await checkKey(`Bearer ${key}`, "test");
    if (actor) actors.set(scope, actor);
  }
  expect(actors.size).toBe(ROLES.length + 2);
});

const written = FOLDERS.flatMap((folder) => {
  const prefix = folder.startsWith("lib/services/") ? `${folder.slice("lib/services/".length)}/` : "";
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const names = [...readFileSync(join(folder, file), "utf8").matchAll(WRITE)].map(([, name]) => name);
      return names.map((name) => ({
        file: join(folder, file),
        label: `${prefix}${file.slice(0, -".ts".length)}.${name}`,
      }));
    });
});
const fileOf = new Map(written.map(({ label, file }) => [label, file]));
fileOf.set(IMPORT, "lib/services/imports.ts");

test("every write is in the matrix", () => {
  expect([...SERVICES.keys()]).toEqual([...fileOf.keys()].filter((label) => !NO_WRITES.includes(label)).sort());
});

test.each([...SERVICES])("%s", async (label, row) => {
  const service = await import(/* @vite-ignore */ join(process.cwd(), fileOf.get(label) ?? ""));
  const write = service[label.split(".")[1] ?? ""] as (...input: unknown[]) => Promise<unknown>;
  const before = await tableDigests(database().pool);
  for (const [caller, actor] of actors) {
    if (row[caller]) continue;
    // Empty input: whoever got past the gate would fail over it, in another way.
    const input = label === IMPORT ? [database().pool, { actor, file: "none.csv" }] : [actor, {}, {}, {}];
    await expect(write(...input), caller).rejects.toMatchObject({ status: 403 });
  }
  expect(await tableDigests(database().pool)).toEqual(before);
});
