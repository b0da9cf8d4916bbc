using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>
/// Finds why JSON cannot be read as a type: which field has which wrong value, and which value is expected. It makes one pass without
/// building a tree. Only so many errors are listed for the client; further errors are counted, without building their messages.
/// </summary>
internal ref struct JsonDiagnosis
{
    private const string Body = "body";

    // In an object with arbitrary names and values, such as strategy parameters, at most this many names are checked; further names are only
    // counted. No strategy has as many parameters.
    private const int MaximumParameters = 100;

    private readonly ReadOnlySpan<byte> json;
    private readonly InputErrors errors = new();
    private readonly JsonPath path = new();
    private readonly Stack<HashSet<string>> unusedNameSets = new(); // empty sets, kept for reuse because a body may have thousands of objects
    private Utf8JsonReader reader;
    private bool isSecret;

    private JsonDiagnosis(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonMeasure.MaximumDepth + 1 });
        reader.Read();
    }

    /// <summary>Finds the errors of all unreadable fields of a text that <see cref="JsonMeasure"/> has accepted.</summary>
    public static InputErrors FindErrors(ReadOnlySpan<byte> json, Type type)
    {
        var diagnosis = new JsonDiagnosis(json);
        diagnosis.Check(InfoOf(type));
        return diagnosis.errors;
    }

    private void Check(JsonTypeInfo type)
    {
        var acceptsAny = type.Type == typeof(JsonElement);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when type.Kind == JsonTypeInfoKind.Object:
                CheckFields(type);
                break;
            case JsonTokenType.StartObject when type.Kind == JsonTypeInfoKind.Dictionary || acceptsAny:
                CheckEntries(acceptsAny ? type : InfoOf(type.ElementType!));
                break;
            case JsonTokenType.StartArray when type.Kind == JsonTypeInfoKind.Enumerable || acceptsAny:
                CheckItems(acceptsAny ? type : InfoOf(type.ElementType!));
                break;
            default:
                if (!acceptsAny)
                    CheckValue(type);
                break;
        }
    }

    private void CheckFields(JsonTypeInfo type)
    {
        ulong seenFields = 0; // one bit for each field of the type
        Dictionary<string, int>? repeated = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOfField(type);
            var isRepeated = index >= 0 && (seenFields & (1UL << index)) != 0;
            if (index < 0)
                AddUnknownField(type);
            else if (isRepeated)
                CountRepetition(ref repeated, type.Properties[index].Name);
            if (index < 0 || isRepeated)
            {
                reader.Skip();
                continue;
            }

            seenFields |= 1UL << index;
            var field = type.Properties[index];
            isSecret = field.AttributeProvider?.IsDefined(typeof(SecretAttribute), inherit: false) == true;
            CheckNamedValue(field.Name, InfoOf(field.PropertyType));
            isSecret = false;
        }

        AddRepetitionErrors(repeated);
        for (var index = 0; index < type.Properties.Count; index++)
        {
            if (type.Properties[index] is { IsRequired: true } field && (seenFields & (1UL << index)) == 0 && TryReserveListing())
                AddError(field.Name, $"is missing; give {DescribeExpected(InfoOf(field.PropertyType))}");
        }
    }

    private void CheckEntries(JsonTypeInfo values)
    {
        var seenNames = unusedNameSets.TryPop(out var unused) ? unused : [];
        Dictionary<string, int>? repeated = null;
        var nameCount = 0;
        var maximum = values.Type == typeof(JsonElement) ? MaximumParameters : JsonMeasure.MaximumFields;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            nameCount++;
            if (nameCount > maximum)
            {
                reader.Skip();
                continue;
            }

            if (!IsValidText())
            {
                AddUnpairedSurrogateError(JsonText.ForMessage(reader.ValueSpan));
                reader.Skip();
                continue;
            }

            var name = reader.GetString()!;
            if (seenNames.Add(name))
            {
                CheckNamedValue(name, values);
                continue;
            }

            CountRepetition(ref repeated, name);
            reader.Skip();
        }

        seenNames.Clear();
        unusedNameSets.Push(seenNames);
        AddRepetitionErrors(repeated);
        if (nameCount > maximum && TryReserveListing())
            AddError(null, $"has {nameCount} names; give at most {maximum}");
    }

    private void CheckItems(JsonTypeInfo items)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            path.Push(index);
            Check(items);
            path.Pop();
        }
    }

    private void CheckNamedValue(string name, JsonTypeInfo type)
    {
        reader.Read();
        path.Push(name);
        Check(type);
        path.Pop();
    }

    private void CheckValue(JsonTypeInfo type)
    {
        var isText = reader.TokenType == JsonTokenType.String && type.Type == typeof(string);
        if (isText && !IsValidText())
        {
            AddUnpairedSurrogateError(null);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var isMatch = Matches(type);
        reader.Skip();
        if (!isMatch && TryReserveListing())
            AddError(
                null,
                $"cannot be {(isSecret ? "this" : JsonText.ForMessage(json[start..(int)reader.BytesConsumed]))}; give {DescribeExpected(type)}"
            );
    }

    private void AddUnknownField(JsonTypeInfo type)
    {
        if (!IsValidText())
            AddUnpairedSurrogateError(JsonText.ForMessage(reader.ValueSpan));
        else if (TryReserveListing())
            errors.Add(
                path.Format(reader.GetString()),
                $"'{path.Format(reader.GetString())}' is not a field of this request; there are {string.Join(", ", type.Properties.Select(field => field.Name))}"
            );
    }

    private void AddUnpairedSurrogateError(string? name)
    {
        if (TryReserveListing())
            AddError(name, "contains half a surrogate pair, which is not valid text; remove it");
    }

    private void AddRepetitionErrors(Dictionary<string, int>? repeated)
    {
        if (repeated is null)
            return;
        foreach (var (name, repetitions) in repeated)
        {
            if (TryReserveListing())
                AddError(name, $"is given {repetitions + 1} times; give it once");
        }
    }

    // True if one more error may be listed; otherwise counts it as unlisted, so its message need not be built.
    private bool TryReserveListing()
    {
        if (errors.IsFull)
            errors.CountUnlisted();
        return !errors.IsFull;
    }

    private void AddError(string? name, string error)
    {
        var fieldPath = path.Format(name) is { Length: > 0 } text ? text : Body;
        errors.Add(fieldPath, $"{fieldPath} {error}");
    }

    private readonly int IndexOfField(JsonTypeInfo type)
    {
        if (!IsValidText())
            return -1;
        for (var index = 0; index < type.Properties.Count; index++)
        {
            if (reader.ValueTextEquals(type.Properties[index].Name))
                return index;
        }

        return -1;
    }

    private readonly bool IsValidText() => !reader.ValueIsEscaped || JsonText.HasOnlyPairedSurrogates(reader.ValueSpan);

    private readonly bool Matches(JsonTypeInfo type)
    {
        var expectedType = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return reader.TokenType switch
        {
            JsonTokenType.Null => expectedType != type.Type || !type.Type.IsValueType,
            JsonTokenType.String => expectedType == typeof(string),
            JsonTokenType.True or JsonTokenType.False => expectedType == typeof(bool),
            JsonTokenType.Number when expectedType == typeof(int) => reader.TryGetInt32(out _),
            JsonTokenType.Number when expectedType == typeof(double) => reader.TryGetDouble(out _),
            _ => false,
        };
    }

    private static void CountRepetition(ref Dictionary<string, int>? repeated, string name)
    {
        repeated ??= new Dictionary<string, int>(StringComparer.Ordinal);
        repeated[name] = repeated.GetValueOrDefault(name) + 1;
    }

    private static string DescribeExpected(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type, type.Kind) switch
        {
            (_, JsonTypeInfoKind.Enumerable) => InfoOf(type.ElementType!).Type == typeof(string) ? "a list of strings" : "a list",
            (_, JsonTypeInfoKind.Dictionary) => "an object with a value for each name",
            (_, JsonTypeInfoKind.Object) => $"an object {{{string.Join(", ", type.Properties.Select(field => field.Name))}}}",
            ({ } number, _) when number == typeof(double) => "a number",
            ({ } integer, _) when integer == typeof(int) => "a whole number",
            ({ } flag, _) when flag == typeof(bool) => "true or false",
            _ => "a string",
        };

    private static JsonTypeInfo InfoOf(Type type) => JsonFormat.Compact.GetTypeInfo(type);

    private sealed class JsonPath
    {
        private readonly List<(string? Name, int Index)> steps = [];

        public void Push(string name) => steps.Add((name, 0));

        public void Push(int index) => steps.Add((null, index));

        public void Pop() => steps.RemoveAt(steps.Count - 1);

        /// <summary>
        /// The path of the field with this name at the current position, such as <c>strategies.BTC_KRW[0].params</c>; if the name is null,
        /// the path of the current position itself.
        /// </summary>
        public string Format(string? name)
        {
            var text = new StringBuilder();
            foreach (var (field, index) in name is null ? steps : [.. steps, (name, 0)])
            {
                if (field is null)
                    text.Append(CultureInfo.InvariantCulture, $"[{index}]");
                else
                    text.Append(text.Length > 0 ? "." : string.Empty).Append(Problems.SanitizeForMessage(field));
            }

            return text.ToString();
        }
    }
}
