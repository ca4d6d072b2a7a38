import "server-only";
import { Prisma } from "@/prisma/generated/client";

/** The fields of lead `l` that an agreement can require, as JSON of `RequiredRecord`. */
export const REQUIRED_RECORD = Prisma.sql`json_build_object(
  'email', l.email, 'first_name', l.first_name, 'last_name', l.last_name, 'title', l.title, 'company', l.company,
  'domain', l.domain, 'country', l.country, 'naics', l.naics, 'employees', l.employees::text,
  'annual_revenue', l.annual_revenue::text, 'technologies', array_to_string(l.technologies, ', '), 'campaign', l.campaign)`;
