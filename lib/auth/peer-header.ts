/**
 * Address of the other end of the connection. The server process writes it over whatever a client sent (lib/cli/site.ts):
 * Next itself has no way to ask, and leaves an X-Forwarded-For that the client made up as it is.
 */
export const PEER_HEADER = "x-accord-peer";
