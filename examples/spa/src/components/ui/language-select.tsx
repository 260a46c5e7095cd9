/** The choice of the language, each named in itself. Not shown if there is only one. */

import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useChooseLanguage } from "@/hooks/use-choose-language";
import { languageName } from "@/lib/language";

export function LanguageSelect() {
  const { t } = useTranslation();
  const { language, offered, choose } = useChooseLanguage();
  if (offered.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t("language")}
      w="fit-content"
      mx="auto"
      value={language}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {offered.map((one) => (
        <option key={one} value={one} lang={one}>
          {languageName(one)}
        </option>
      ))}
    </NativeSelect>
  );
}
