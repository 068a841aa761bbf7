import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import * as server from "../api/server";
import type { ExamGroup } from "../api/types";
import { ExamGroups } from "./ExamGroups";

const ROOM: ExamGroup = {
  group_id: "g1",
  name: "Room 1",
  members: [
    { id: "1", username: "ada", display_name: "Ada Lovelace" },
    { id: "2", username: "bob", display_name: "Bob" },
  ],
};

beforeEach(() => {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <ExamGroups examId="e1" groups={[ROOM]} />
      </QueryClientProvider>
    </MantineProvider>,
  );
});

const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const save = () => userEvent.click(screen.getByText("Save", { selector: "button *" }));

it("says which line is wrong, keeps what is typed, and sends it when it is mended", async () => {
  const refusal = new Problem(400, "invalid_request", "These fields are not valid: usernames[2].", [
    { field: "usernames[2]", message: "nobody has the username eve" },
  ]);
  const create = vi.spyOn(server, "createGroup").mockRejectedValueOnce(refusal).mockResolvedValue(ROOM);
  await userEvent.click(screen.getByText("Add a group"));
  type(/^Name/, " Room 2 ");
  type(/^Students/, "ada\n\neve");
  await save();
  expect(await screen.findByText("Line 3: nobody has the username eve")).toBeVisible();
  expect(screen.queryByText(/not valid/)).toBeNull();
  expect(screen.getByLabelText(/^Students/)).toHaveValue("ada\n\neve");
  type(/^Students/, "ada\r\nbob");
  await save();
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  expect(create).toHaveBeenNthCalledWith(1, "e1", "Room 2", ["ada", "", "eve"]);
  expect(create).toHaveBeenLastCalledWith("e1", "Room 2", ["ada", "bob"]);
});

it("says at the name that it is taken, and what is about neither beside both", async () => {
  const taken = new Problem(409, "group_name_taken", "This exam has a group with the name Room 1 already.");
  const gone = new Problem(404, "not_found", "There is no exam with this id.");
  vi.spyOn(server, "createGroup").mockRejectedValueOnce(taken).mockRejectedValueOnce(gone);
  await userEvent.click(screen.getByText("Add a group"));
  type(/^Name/, "Room 1");
  await save();
  expect(await screen.findByText(taken.message)).toBeVisible();
  expect(screen.getByLabelText(/^Name/)).toBeInvalid();
  await save();
  expect(await screen.findByText(gone.message)).toBeVisible();
  expect(screen.getByLabelText(/^Name/)).toBeValid();
});

it("begins with those who are in the group", async () => {
  const replace = vi.spyOn(server, "replaceMembers").mockResolvedValue(ROOM);
  expect(screen.getByText("Ada Lovelace, Bob")).toBeVisible();
  await userEvent.click(screen.getByLabelText("Members of Room 1"));
  expect(screen.getByLabelText(/^Students/)).toHaveValue("ada\nbob");
  type(/^Students/, "bob");
  await save();
  await waitFor(() => {
    expect(replace).toHaveBeenCalledWith("e1", "g1", ["bob"]);
  });
});
