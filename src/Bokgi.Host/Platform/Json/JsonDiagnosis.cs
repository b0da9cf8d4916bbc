using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>
/// Finds why JSON cannot be read as a type: which field has which wrong value, and what it should be. It makes one pass without building a
/// tree, and builds messages for no more errors than a client is shown.
/// </summary>
internal ref struct JsonDiagnosis
{
    private const string Body = "body";

    private readonly ReadOnlySpan<byte> json;
    private readonly InputErrors errors = new();
    private readonly JsonPath path = new();
    private HashSet<(int Object, string Name)>? names;
    private int objects;
    private Utf8JsonReader reader;

    private JsonDiagnosis(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonMeasure.MaximumDepth + 1 });
        reader.Read();
    }

    /// <summary>Finds the errors of all unreadable fields of a text that <see cref="JsonMeasure"/> has accepted.</summary>
    public static InputErrors Of(ReadOnlySpan<byte> json, Type type)
    {
        var diagnosis = new JsonDiagnosis(json);
        diagnosis.Look(InfoOf(type));
        return diagnosis.errors;
    }

    private void Look(JsonTypeInfo type)
    {
        var isAny = type.Type == typeof(JsonElement);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when type.Kind == JsonTypeInfoKind.Object:
                LookIntoFields(type);
                break;
            case JsonTokenType.StartObject when type.Kind == JsonTypeInfoKind.Dictionary || isAny:
                LookIntoEntries(isAny ? type : InfoOf(type.ElementType!));
                break;
            case JsonTokenType.StartArray when type.Kind == JsonTypeInfoKind.Enumerable || isAny:
                LookIntoItems(isAny ? type : InfoOf(type.ElementType!));
                break;
            default:
                if (!isAny)
                    LookAtValue(type);
                break;
        }
    }

    private void LookIntoFields(JsonTypeInfo type)
    {
        ulong seen = 0;
        Dictionary<string, int>? repeated = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = PlaceOf(type);
            var isGiven = place >= 0 && (seen & (1UL << place)) != 0;
            if (place < 0)
                RefuseUnknown(type);
            else if (isGiven)
                Count(ref repeated, type.Properties[place].Name);
            if (place < 0 || isGiven)
            {
                reader.Skip();
                continue;
            }

            seen |= 1UL << place;
            Under(type.Properties[place].Name, InfoOf(type.Properties[place].PropertyType));
        }

        RefuseRepeated(repeated);
        for (var place = 0; place < type.Properties.Count; place++)
        {
            if (type.Properties[place] is { IsRequired: true } field && (seen & (1UL << place)) == 0 && IsToBeNamed())
                Refuse(field.Name, $"is missing; give {Wanted(InfoOf(field.PropertyType))}");
        }
    }

    private void LookIntoEntries(JsonTypeInfo values)
    {
        var self = objects++;
        Dictionary<string, int>? repeated = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsText())
            {
                RefuseHalf(JsonText.Shown(reader.ValueSpan));
                reader.Skip();
                continue;
            }

            var name = reader.GetString()!;
            if ((names ??= []).Add((self, name)))
            {
                Under(name, values);
                continue;
            }

            Count(ref repeated, name);
            reader.Skip();
        }

        RefuseRepeated(repeated);
    }

    private void LookIntoItems(JsonTypeInfo items)
    {
        for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
        {
            path.Push(place);
            Look(items);
            path.Pop();
        }
    }

    private void Under(string name, JsonTypeInfo type)
    {
        reader.Read();
        path.Push(name);
        Look(type);
        path.Pop();
    }

    private void LookAtValue(JsonTypeInfo type)
    {
        var isText = reader.TokenType == JsonTokenType.String && type.Type == typeof(string);
        if (isText && !IsText())
        {
            RefuseHalf(null);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var canBe = CanBe(type);
        reader.Skip();
        if (!canBe && IsToBeNamed())
            Refuse(null, $"cannot be {JsonText.Shown(json[start..(int)reader.BytesConsumed])}; give {Wanted(type)}");
    }

    private void RefuseUnknown(JsonTypeInfo type)
    {
        if (!IsText())
            RefuseHalf(JsonText.Shown(reader.ValueSpan));
        else if (IsToBeNamed())
            errors.Add(
                path.Text(reader.GetString()),
                $"'{path.Text(reader.GetString())}' is not a field of this request; there are {string.Join(", ", type.Properties.Select(field => field.Name))}"
            );
    }

    private void RefuseHalf(string? name)
    {
        if (IsToBeNamed())
            Refuse(name, "contains half a surrogate pair, which is not valid text; remove it");
    }

    private void RefuseRepeated(Dictionary<string, int>? repeated)
    {
        if (repeated is null)
            return;
        foreach (var (name, more) in repeated)
        {
            if (IsToBeNamed())
                Refuse(name, $"is given {more + 1} times; give it once");
        }
    }

    // False if the error has only been counted, because enough are listed; its message need not be built then.
    private bool IsToBeNamed()
    {
        if (errors.IsFull)
            errors.AddUnnamed();
        return !errors.IsFull;
    }

    private void Refuse(string? name, string fault)
    {
        var where = path.Text(name) is { Length: > 0 } text ? text : Body;
        errors.Add(where, $"{where} {fault}");
    }

    private readonly int PlaceOf(JsonTypeInfo type)
    {
        if (!IsText())
            return -1;
        for (var place = 0; place < type.Properties.Count; place++)
        {
            if (reader.ValueTextEquals(type.Properties[place].Name))
                return place;
        }

        return -1;
    }

    private readonly bool IsText() => !reader.ValueIsEscaped || JsonText.IsWhole(reader.ValueSpan);

    private readonly bool CanBe(JsonTypeInfo type)
    {
        var wanted = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return reader.TokenType switch
        {
            JsonTokenType.Null => wanted != type.Type || !type.Type.IsValueType,
            JsonTokenType.String => wanted == typeof(string),
            JsonTokenType.True or JsonTokenType.False => wanted == typeof(bool),
            JsonTokenType.Number when wanted == typeof(int) => reader.TryGetInt32(out _),
            JsonTokenType.Number when wanted == typeof(double) => reader.TryGetDouble(out _),
            _ => false,
        };
    }

    private static void Count(ref Dictionary<string, int>? repeated, string name)
    {
        repeated ??= new Dictionary<string, int>(StringComparer.Ordinal);
        repeated[name] = repeated.GetValueOrDefault(name) + 1;
    }

    private static string Wanted(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type, type.Kind) switch
        {
            (_, JsonTypeInfoKind.Enumerable) => InfoOf(type.ElementType!).Type == typeof(string) ? "a list of strings" : "a list",
            (_, JsonTypeInfoKind.Dictionary) => "an object with a value for each name",
            (_, JsonTypeInfoKind.Object) => $"an object {{{string.Join(", ", type.Properties.Select(field => field.Name))}}}",
            ({ } number, _) when number == typeof(double) => "a number",
            ({ } whole, _) when whole == typeof(int) => "a whole number",
            ({ } flag, _) when flag == typeof(bool) => "true or false",
            _ => "a string",
        };

    private static JsonTypeInfo InfoOf(Type type) => JsonFormat.Compact.GetTypeInfo(type);

    private sealed class JsonPath
    {
        private readonly List<(string? Name, int Place)> steps = [];

        public void Push(string name) => steps.Add((name, 0));

        public void Push(int place) => steps.Add((null, place));

        public void Pop() => steps.RemoveAt(steps.Count - 1);

        /// <summary>The path of a field, such as <c>strategies.BTC_KRW[0].params</c>; without a name, of the current position.</summary>
        public string Text(string? name)
        {
            var text = new StringBuilder();
            foreach (var (field, place) in name is null ? steps : [.. steps, (name, 0)])
            {
                if (field is null)
                    text.Append(CultureInfo.InvariantCulture, $"[{place}]");
                else
                    text.Append(text.Length > 0 ? "." : string.Empty).Append(Problems.Shown(field));
            }

            return text.ToString();
        }
    }
}
