import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import * as server from "../api/server";
import type { NewPerson } from "../api/types";
import { AddPeople } from "./AddPeople";

const taken = new Problem(409, "username_taken", "There is already somebody with the username ada.");

/** Makes accounts of all but those who are called Ada. */
function serve() {
  return vi.spyOn(server, "createPerson").mockImplementation((person: NewPerson) =>
    person.username === "ada"
      ? Promise.reject(taken)
      : Promise.resolve({
          password: `secret of ${person.username}`,
          profile: {
            id: "1",
            username: person.username,
            display_name: person.display_name,
            roles: ["student"],
            every_exam_roles: [],
            created_at: "2026-03-01T09:00:00Z",
            disabled_at: null,
          },
        }),
  );
}

function open() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <AddPeople opened onClose={() => undefined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const fill = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const add = () => userEvent.click(screen.getByText("Add", { selector: "button *" }));

it("says at the field that a username is taken, keeps the rest, and makes the account when it is mended", async () => {
  const create = serve();
  open();
  fill(/^Username/, "Ada");
  fill(/^Full name/, "Ada Lovelace");
  await userEvent.click(screen.getByLabelText("Student"));
  await userEvent.click(screen.getByLabelText("Proctor"));
  await userEvent.click(screen.getByLabelText("Author"));
  await add();
  expect(await screen.findByText(taken.message)).toBeVisible();
  expect(screen.getByLabelText(/^Username/)).toBeInvalid();
  expect(screen.getByLabelText(/^Full name/)).toHaveValue("Ada Lovelace");

  fill(/^Username/, "ada2");
  expect(screen.getByLabelText(/^Username/)).toBeValid();
  await add();
  expect(await screen.findByTestId("password")).toHaveTextContent("secret of ada2");
  expect(create).toHaveBeenLastCalledWith({
    username: "ada2",
    display_name: "Ada Lovelace",
    roles: ["proctor", "author"],
    every_exam_roles: ["proctor"],
  });
});

it("sends nothing that the server will not take, and says at which field", async () => {
  const create = serve();
  open();
  fill(/^Username/, "a b");
  fill(/^Full name/, " ");
  await add();
  expect(screen.getByLabelText(/^Username/)).toBeInvalid();
  expect(screen.getByLabelText(/^Full name/)).toBeInvalid();
  expect(create).not.toHaveBeenCalled();
});

it("says beside the fields what is about none of them, and keeps what is typed", async () => {
  vi.spyOn(server, "createPerson").mockRejectedValue(new Problem(0, "unreachable", "No network."));
  open();
  fill(/^Username/, "grace");
  fill(/^Full name/, "Grace Hopper");
  await add();
  expect(await screen.findByText("No network.")).toBeVisible();
  expect(screen.getByLabelText(/^Username/)).toHaveValue("grace");
});

it("gives back the lines of those who could not be added", async () => {
  serve();
  open();
  await userEvent.click(screen.getByText("Many lines"));
  fill(/^One person a line/, "grace, Grace Hopper\nada, Ada Lovelace, admin");
  await userEvent.click(screen.getByText("Add 2 people"));
  expect(await screen.findByText("secret of grace")).toBeVisible();
  await userEvent.click(screen.getByText("Mend what could not be added"));
  expect(screen.getByLabelText(/^One person a line/)).toHaveValue("ada, Ada Lovelace, admin");

  // The first passwords are shown this once: they stay when the others follow.
  fill(/^One person a line/, "ada2, Ada Lovelace, admin");
  await userEvent.click(screen.getByText("Add 1 person"));
  expect(await screen.findByText("secret of ada2")).toBeVisible();
  expect(screen.getByText("secret of grace")).toBeVisible();
  expect(screen.queryByText(taken.message)).toBeNull();
});
