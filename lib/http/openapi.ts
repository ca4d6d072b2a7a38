import "server-only";
import { z } from "zod";
import { metricsQuery, metricsSchema } from "./schemas/metrics";
import { snapshotListSchema, snapshotPath, snapshotsQuery } from "./schemas/snapshots";

type JsonSchema = z.core.JSONSchema.JSONSchema;

interface Parameter {
  name: string;
  in: "query" | "path";
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

interface Operation {
  summary: string;
  path?: z.ZodObject;
  query?: z.ZodObject;
  answer: { description: string; schema: string | JsonSchema };
  isOpen?: true;
}

/** A problem document (RFC 9457), as `problemOf` in lib/errors.ts writes it. */
const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
});

const healthSchema = z.strictObject({ status: z.literal("ok") });
const anyObject: JsonSchema = { type: "object" };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "/metrics": {
    summary: "The metrics of a Monday: frozen where a snapshot was taken, else live.",
    query: metricsQuery,
    answer: { description: "The metrics", schema: "Metrics" },
  },
  "/snapshots": {
    summary: "The frozen Mondays, latest first.",
    query: snapshotsQuery,
    answer: { description: "Ids and hashes", schema: "SnapshotList" },
  },
  "/snapshots/{as_of}": {
    summary: "The frozen metrics of a Monday.",
    path: snapshotPath,
    answer: { description: "The metrics, frozen", schema: "Metrics" },
  },
  "/openapi.json": { summary: "This document.", answer: { description: "OpenAPI 3.1", schema: anyObject } },
  "/health": {
    summary: "Whether the database answers.",
    answer: { description: "It does", schema: "Health" },
    isOpen: true,
  },
};

/** A schema without the dialect line, which the document states once. */
function inline(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", reused: "inline" });
  return rest;
}

function parametersOf(place: Parameter["in"], schema: z.ZodObject | undefined): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = inline(schema);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === "object" ? property : {};
    return { name, in: place, required: required.includes(name), ...(description && { description }), schema: rest };
  });
}

const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: refTo("Problem") } },
});

function operationOf({ summary, path, query, answer, isOpen }: Operation): object {
  const schema = typeof answer.schema === "string" ? refTo(answer.schema) : answer.schema;
  return {
    summary,
    parameters: [...parametersOf("path", path), ...parametersOf("query", query)],
    ...(isOpen && { security: [] }),
    responses: {
      200: { description: answer.description, content: { "application/json": { schema } } },
      ...(!isOpen && {
        401: problem("No key, or one that is not known"),
        403: problem("The key has no scope for this"),
        ...(path && { 404: problem("There is none") }),
        422: problem("A parameter cannot be read"),
        429: problem("Too many calls; Retry-After says when to come back"),
      }),
      503: problem("The database cannot be asked just now"),
    },
  };
}

/** OpenAPI 3.1 of the whole API, from the schemas that validate what comes in and describe what goes out. */
export function openApiDocument(): object {
  const schemas = {
    Metrics: metricsSchema,
    SnapshotList: snapshotListSchema,
    Health: healthSchema,
    Problem: problemSchema,
  };
  return {
    openapi: "3.1.0",
    info: { title: "Accord", version: "1", description: "The three metrics that marketing and sales both sign." },
    servers: [{ url: "/api/v1" }],
    security: [{ key: [] }],
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, operation]) => [path, { get: operationOf(operation) }]),
    ),
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "Made with npm run admin -- create-key." },
      },
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, inline(schema)])),
    },
  };
}
