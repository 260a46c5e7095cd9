/** A field of the filter whose text must match exactly. It is sent on Enter and when the field is left. */

import { TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  label: string;
  value: string;
  /** The API's messages. */
  error: string | undefined;
  onApply: (value: string) => void;
}

export function ExactFilter({ label, value, error, onApply }: Props) {
  const [text, setText] = useState(value);
  const [applied, setApplied] = useState(value);
  // The filter can also change by a link.
  if (value !== applied) {
    setApplied(value);
    setText(value);
  }
  const apply = () => {
    if (text.trim() !== value) onApply(text.trim());
  };
  return (
    <TextInput
      label={label}
      dir="ltr"
      autoComplete="off"
      spellCheck={false}
      error={error}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={apply}
      onKeyDown={({ key }) => key === "Enter" && apply()}
    />
  );
}
