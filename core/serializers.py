"""What every request body obeys: no unknown field, text trimmed and bounded."""

from typing import Any

from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """A request body. A field that it does not name is an error, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """As DRF does, after refusing unknown names (the first twenty are named in the answer)."""
        if isinstance(data, dict):
            unknown = [str(name)[:100] for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: ["There is no such field."] for name in unknown[:20]})
        return super().to_internal_value(data)


def validated(serializer_class: type[serializers.Serializer[Any]], data: Any, **options: Any) -> dict[str, Any]:
    """The cleaned body; raises DRF's ValidationError."""
    serializer = serializer_class(data=data, **options)
    serializer.is_valid(raise_exception=True)
    result: dict[str, Any] = serializer.validated_data
    return result
