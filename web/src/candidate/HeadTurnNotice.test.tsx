import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { HeadTurnNotice } from "./HeadTurnNotice";

const page = (turn: "left" | "right" | null) => (
  <MantineProvider>
    <HeadTurnNotice turn={turn} />
  </MantineProvider>
);

it("asks in a place that was there before, and is silent else", () => {
  const { rerender } = render(page(null));
  const status = screen.getByRole("status");
  expect(status).toBeEmptyDOMElement();
  rerender(page("right"));
  expect(status).toHaveTextContent("turn your head to your right");
  rerender(page(null));
  expect(status).toBeEmptyDOMElement();
});
