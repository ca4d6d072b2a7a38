-- An argument stays as it was logged, whatever row of the Monday page it names: mapping an unmapped value takes that row away.
ALTER TABLE "arguments" DROP CONSTRAINT "arguments_source_code_fkey";
