"use client";

import { type ReactNode, useState } from "react";
import { useActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import { changeRole, renamePerson, resetPassword, setActive } from "@/lib/actions/people";
import { RowForm } from "./row-form";
import { ShownOnce } from "./shown-once";
import { useReturnFocus } from "./use-return-focus";

export interface PersonItem {
  id: string;
  name: string;
  email: string;
  role: string;
  roleLabel: string;
  active: boolean;
  hasPassword: boolean;
  /** Drawn in the organisation's zone; null: never signed in. */
  lastSeen: ReactNode;
}

/** One account, with what an admin may do to it. */
export function PersonRow({ person, roles }: { person: PersonItem; roles: Option[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useReturnFocus(isOpen);
  const { name, email, roleLabel, active, hasPassword, lastSeen } = person;
  return (
    <div>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56 wrap-anywhere">
          <span className="font-medium">{name}</span>
          {!active && <span className="ml-2 text-muted text-xs">closed</span>}
          <span className="block text-muted text-xs">{email}</span>
        </div>
        <div className="basis-44 text-s">{roleLabel}</div>
        <div className="basis-48 text-muted text-xs">
          {lastSeen ? <>last signed in {lastSeen}</> : "never signed in"}
          {!hasPassword && <span className="block">no password</span>}
        </div>
        <Button
          ref={button}
          variant="quiet"
          size="s"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Close" : "Change"} ${name}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? "Close" : "Change"}
        </Button>
      </div>
      {isOpen && <Changes person={person} roles={roles} />}
    </div>
  );
}

/** Every change ends the sessions of the account: it holds from their next click on. */
function Changes({ person, roles }: { person: PersonItem; roles: Option[] }) {
  const { id, name, active } = person;
  return (
    <div className="grid gap-4 py-3 pl-4">
      <RoleForm person={person} roles={roles} />
      <NameForm person={person} />
      <PasswordForm person={person} />
      <div>
        <RowForm
          action={setActive}
          values={{ id, active: String(!active) }}
          variant="plain"
          label={active ? `Close the account of ${name}` : `Open the account of ${name} again`}
        >
          {active ? "Close the account" : "Open the account again"}
        </RowForm>
      </div>
    </div>
  );
}

function RoleForm({ person: { id, name, role }, roles }: { person: PersonItem; roles: Option[] }) {
  const { form, pending, refusal, errorOf } = useActionForm(changeRole);
  return (
    <form {...form} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="id" value={id} />
      <Field name="role" id={`role-${id}`} label={`Role of ${name}`} error={errorOf("role")} required>
        {(control) => <Select key={role} {...control} defaultValue={role} className="max-w-64" choices={roles} />}
      </Field>
      <SendButton pending={pending} variant="plain">
        Change the role
      </SendButton>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}

function NameForm({ person: { id, name } }: { person: PersonItem }) {
  const { form, pending, refusal, errorOf } = useActionForm(renamePerson);
  return (
    <form {...form} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="id" value={id} />
      <div className="w-full max-w-64">
        <Field name="name" id={`name-${id}`} label="Name" error={errorOf("name")} required>
          {(control) => <Input {...control} defaultValue={name} autoComplete="off" />}
        </Field>
      </div>
      <SendButton pending={pending} variant="plain">
        Correct the name
      </SendButton>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}

function PasswordForm({ person: { id, name } }: { person: PersonItem }) {
  const { form, pending, refusal, done } = useActionForm(resetPassword);
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <input type="hidden" name="id" value={id} />
      <SendButton pending={pending} variant="plain" size="s" label={`Give ${name} a new password`}>
        Give a new password
      </SendButton>
      <RefusalNotice refusal={refusal} />
      {done && (
        <ShownOnce title={`The new password of ${name}, shown this once:`} secret={done.value.password}>
          Hand it over yourself; the old one no longer works.
        </ShownOnce>
      )}
    </form>
  );
}
