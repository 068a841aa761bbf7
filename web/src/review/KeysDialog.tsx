import { Kbd, Modal, Stack, Switch, Table, Text } from "@mantine/core";
import { REVIEW_KEYS } from "./reviewKeys";

/** Which keys there are, and a way to be without them. */
export function KeysDialog({
  opened,
  on,
  onTurn,
  onClose,
}: {
  opened: boolean;
  on: boolean;
  onTurn: (on: boolean) => void;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys of this page">
      <Stack gap="md">
        <Table>
          <Table.Tbody>
            {REVIEW_KEYS.map(([key, words]) => (
              <Table.Tr key={key}>
                <Table.Td className="nowrap">
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>{words}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label="Single keys are on"
          checked={on}
          onChange={(event) => {
            onTurn(event.currentTarget.checked);
          }}
        />
        <Text size="sm" c="dimmed">
          While you type, keys are letters. Turn single keys off if you speak to your computer: each of them has a button as
          well.
        </Text>
      </Stack>
    </Modal>
  );
}
