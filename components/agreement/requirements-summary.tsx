import { SectionHead } from "@/components/ui/section-head";
import { policyLabel, type RequirementsModel } from "@/lib/view/settings/requirements";

/** Required data and spend policies to read, while nothing can be changed. */
export function RequirementsSummary({ model: { fields, sources } }: { model: RequirementsModel }) {
  const required = fields.filter(({ isRequired }) => isRequired).map(({ label }) => label);
  return (
    <>
      <section aria-labelledby="data">
        <SectionHead id="data" title="Data a lead must carry" note="besides the score" />
        <p className="pt-2.5">{required.length > 0 ? required.join(", ") : "Nothing but the score."}</p>
      </section>
      <section aria-labelledby="spend" className="mt-12">
        <SectionHead id="spend" title="What counts as spend" />
        <dl className="max-w-160">
          {sources.map(({ code, label, policy }) => (
            <div key={code} className="flex flex-wrap gap-x-4 border-line border-b py-2">
              <dt className="min-w-0 flex-1 basis-48 font-medium">{label}</dt>
              <dd className="basis-48 text-s">{policyLabel(policy)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
