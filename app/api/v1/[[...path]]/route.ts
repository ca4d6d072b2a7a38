import { nothingHere } from "@/lib/http/methods";

/** Every address of the API that has no file of its own. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = nothingHere;
