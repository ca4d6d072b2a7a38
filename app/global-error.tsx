"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { errorDigest } from "@/components/ui/error-digest";
import { Failure } from "@/components/ui/failure";
import { inter, sourceSerif } from "@/components/ui/fonts";
import { readPreference } from "@/components/ui/preference";
import { RequestId } from "@/components/ui/request-id";
import { parseTheme, THEME_COOKIE } from "@/components/ui/theme";
import "./globals.css";

type Props = { error: unknown; retry: () => void };

/** The root layout itself failed: this page brings its own document. */
export default function GlobalError({ error, retry }: Props) {
  useEffect(() => {
    document.documentElement.dataset.theme = parseTheme(readPreference(THEME_COOKIE) ?? undefined);
  }, []);
  return (
    <html lang="en" className={`${inter.variable} ${sourceSerif.variable}`}>
      <body>
        <title>Accord could not start this page</title>
        <main>
          <Failure
            title="Accord could not start this page"
            reference={<RequestId id={errorDigest(error)} />}
            actions={
              <Button variant="primary" onClick={() => retry()}>
                Try again
              </Button>
            }
          >
            <p>The server met an error before it could draw anything; most often its database cannot be reached.</p>
            <p>What was saved before is safe: a decision, an import or a setting is written whole or not at all.</p>
          </Failure>
        </main>
      </body>
    </html>
  );
}
