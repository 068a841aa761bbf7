import { Text } from "@mantine/core";
import { MessagePage } from "../ui/StatusPages";
import type { Unsupported } from "./camera/browserSupport";

/** Why this browser or address cannot be used for the exam, and what can. */
export function UnsupportedPage({ reason }: { reason: Unsupported }) {
  if (reason === "insecure") {
    return (
      <MessagePage title="This address is not secure, so the camera cannot be used">
        <Text>
          Browsers give a page the camera only over an encrypted connection. You opened{" "}
          <strong>{location.origin}</strong>, which is not encrypted.
        </Text>
        <Text>
          Open the exam at an address that begins with <strong>https://</strong>; your school can tell you which. On the
          computer that runs the server, <strong>http://localhost</strong> works as well.
        </Text>
      </MessagePage>
    );
  }
  return (
    <MessagePage title="This browser cannot be used for the exam">
      <Text>
        {reason === "no_camera_api"
          ? "It gives pages no camera."
          : "It cannot record video in the way that the exam needs (WebCodecs and OffscreenCanvas are missing)."}
      </Text>
      <Text>
        Please open this page in a current Chrome, Edge, Opera or Firefox (130 or newer) on a computer. Nothing has been
        started: your time is not running.
      </Text>
    </MessagePage>
  );
}
