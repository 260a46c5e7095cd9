/** The language of the pages, those that the bank and this application have, and the function that changes it. */

import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBankConfig } from "@/lib/config";
import { currentLanguage, type Language, setLanguage } from "@/lib/i18n";
import { chooseLanguage, offeredLanguages } from "@/lib/language";

interface LanguageChoice {
  language: Language;
  offered: Language[];
  choose: (language: string) => void;
}

export function useChooseLanguage(): LanguageChoice {
  const { t } = useTranslation();
  const offered = offeredLanguages(useBankConfig()?.languages);
  const language = currentLanguage();
  const fallback = offered.includes(language) ? null : offered[0];
  // At the first visit the bank's languages are not known yet.
  useEffect(() => {
    if (fallback) void setLanguage(fallback).catch(() => {});
  }, [fallback]);
  const choose = (chosen: string) => {
    chooseLanguage(chosen as Language).catch(() =>
      notifications.show({ color: "red", message: t("failure.language"), role: "alert" }),
    );
  };
  return { language, offered, choose };
}
