/** The heading of a step. It gets the focus when the step opens, so that screen readers read it. */

import { Text, Title, type TitleProps } from "@mantine/core";
import { useEffect, useRef } from "react";

interface StepTitleProps extends TitleProps {
  /** For example "Step 2 of 3". */
  step?: string;
  /** The step that opens with the page, which has the focus already. */
  isFirst?: boolean;
}

export function StepTitle({ step, isFirst = false, ...props }: StepTitleProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) title.current?.focus();
  }, [isFirst]);
  return (
    <div>
      {step && (
        <Text size="sm" c="dimmed">
          {step}
        </Text>
      )}
      <Title order={2} size="h3" ref={title} tabIndex={-1} style={{ outline: "none" }} {...props} />
    </div>
  );
}
