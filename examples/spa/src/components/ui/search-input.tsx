/** The field for the search of a list by the API, which is asked once the user pauses. */

import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const DELAY_MS = 300;

interface Props extends TextInputProps {
  onSearch: (text: string) => void;
}

export function SearchInput({ onSearch, ...props }: Props) {
  const { t } = useTranslation();
  const search = useDebouncedCallback(onSearch, DELAY_MS);
  return (
    <TextInput
      label={t("search")}
      type="search"
      leftSection={<IconSearch size={16} aria-hidden />}
      onChange={({ currentTarget }) => search(currentTarget.value.trim())}
      {...props}
    />
  );
}
