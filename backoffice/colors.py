"""The theme's scale of the bank's color: eleven steps, with enough contrast where the theme writes in them.

Steps have the lightness of Tailwind's scales, in the OKLCH color space, and the hue of the bank's color. Floats are
exact enough for colors.
"""

import math

DEFAULT_COLOR = "#0b6b4d"  # as in the example application
CONTRAST = 4.5  # of text, by WCAG 2 (AA)
RGB = tuple[float, float, float]
# Lightness of each step, and its chroma as a part of the color's own.
_STEPS = {
    "50": (0.97, 0.06), "100": (0.932, 0.13), "200": (0.882, 0.24), "300": (0.809, 0.43), "400": (0.707, 0.7),
    "500": (0.623, 0.9), "600": (0.546, 1.0), "700": (0.488, 1.0), "800": (0.424, 0.82), "900": (0.379, 0.6),
    "950": (0.282, 0.38),
}  # fmt: skip
# The theme's backgrounds on which links and labels are written: light, and dark with its stripes.
_LIGHT, _DARK = "#e5e7eb", "#262f40"
_ON_LIGHT, _ON_DARK = ("600", "700"), ("400", "500")
_STEP = 0.005  # of lightness, until the contrast is enough


def scale(color: str) -> dict[str, str]:
    """The steps of `#rrggbb`: 600 and 700 are readable on the light theme, 400 and 500 on the dark one."""
    _, chroma, hue = _to_oklch(color)
    found = {name: _to_hex(lightness, chroma * part, hue) for name, (lightness, part) in _STEPS.items()}
    for names, ground, change in ((_ON_LIGHT, _LIGHT, -_STEP), (_ON_DARK, _DARK, _STEP)):
        for name in names:
            lightness, part = _STEPS[name]
            while contrast(found[name], ground) < CONTRAST:
                lightness += change
                found[name] = _to_hex(lightness, chroma * part, hue)
    return found


def text_on(color: str) -> str:
    """Black or white, whichever has more contrast on the color."""
    return max("#ffffff", "#000000", key=lambda text: contrast(text, color))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colors, from 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = _to_linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(color: str) -> RGB:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _to_oklch(color: str) -> RGB:
    red, green, blue = _to_linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _to_hex(lightness: float, chroma: float, hue: float) -> str:
    """With as much of the chroma as a screen can show."""
    linear = _from_oklch(lightness, chroma, hue)
    while chroma > 0 and not all(-1e-4 <= part <= 1 + 1e-4 for part in linear):
        chroma = max(0.0, chroma - 0.002)
        linear = _from_oklch(lightness, chroma, hue)
    return "#" + "".join(f"{round(_gamma(min(1.0, max(0.0, part))) * 255):02x}" for part in linear)


def _from_oklch(lightness: float, chroma: float, hue: float) -> RGB:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    )


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
