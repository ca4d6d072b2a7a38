"use client";

import { Button } from "./button";
import { buttonClass } from "./button-look";
import { errorDigest } from "./error-digest";
import { Failure } from "./failure";
import { RequestId } from "./request-id";

export type PageErrorProps = { error: unknown; retry: () => void };

/** What an `error.tsx` shows: the server's id when there is one, what is safe, a second try. */
export function PageError({ error, retry }: PageErrorProps) {
  const id = errorDigest(error);
  return (
    <Failure
      title="This page could not be shown"
      reference={<RequestId id={id} />}
      actions={
        <>
          <Button variant="primary" onClick={() => retry()}>
            Try again
          </Button>
          {/* A whole new page, not a step of the router that has just failed. */}
          <a href="/" className={buttonClass({})}>
            Go to the Monday page
          </a>
        </>
      }
    >
      <p>{id ? "The server met an error while it prepared the page." : "The page met an error in this browser."}</p>
      <p>
        What was saved before is safe: a decision, an import or a setting is written whole or not at all. Text typed on
        this page and not yet saved may be lost.
      </p>
      <p className="text-muted">
        {id
          ? "If trying again does not help, give the request id to the person who runs Accord; the log has the rest."
          : "If trying again does not help, reload the page."}
      </p>
    </Failure>
  );
}
