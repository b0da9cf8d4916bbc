using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Bokgi.Host.Runs.Accounts;

/// <summary>
/// Marks the property with the money rules of a request (<see cref="AccountForm"/>) or of a document (<see cref="AccountSettings"/>). In JSON,
/// each rule becomes a separate field of the enclosing object, in the order of the rules. If the enclosing type already declares a property
/// with the name of a rule, that property becomes the field.
/// </summary>
internal sealed class AccountFieldsAttribute : FlattenAttribute
{
    private static readonly PropertyInfo OptionalSizing = typeof(Optional).GetProperty(nameof(Optional.Sizing))!;

    public bool IncludesQuantityStep { get; init; }

    /// <summary>Replaces <paramref name="holder"/>, the marked property, by a JSON field for each rule.</summary>
    public static void Flatten(JsonTypeInfo type, JsonPropertyInfo holder, IEnumerable<AccountRule> rules)
    {
        var isRequest = holder.PropertyType == typeof(AccountForm);
        var index = type.Properties.IndexOf(holder);
        type.Properties.RemoveAt(index);
        foreach (var rule in rules)
        {
            var field = type.Properties.FirstOrDefault(property => property.Name == rule.Name);
            if (field is not null)
                type.Properties.Remove(field);
            else
                field = isRequest ? CreateRequestField(type, holder, rule) : CreateDocumentField(type, holder, rule);
            field.AttributeProvider =
                isRequest && field.PropertyType == typeof(SizingForm) ? OptionalSizing : new Attributes(rule, isRequest);
            type.Properties.Insert(index, field);
            index++;
        }
    }

    protected override void Flatten(JsonTypeInfo type, JsonPropertyInfo holder) =>
        Flatten(type, holder, IncludesQuantityStep ? AccountRules.All : AccountRules.Common);

    private static JsonPropertyInfo CreateRequestField(JsonTypeInfo type, JsonPropertyInfo holder, AccountRule rule)
    {
        var field = type.CreateJsonPropertyInfo(TypeOf(rule, isNullable: true), rule.Name);
        field.Get = request => ((AccountForm)holder.Get!(request)!)[rule];
        field.Set = (request, value) => holder.Set!(request, ((AccountForm)holder.Get!(request)!).With(rule, value));
        return field;
    }

    private static JsonPropertyInfo CreateDocumentField(JsonTypeInfo type, JsonPropertyInfo holder, AccountRule rule)
    {
        var isNullable = rule.Get!(new AccountSettings()) is null;
        var field = type.CreateJsonPropertyInfo(TypeOf(rule, isNullable), rule.Name);
        if (!isNullable && !field.PropertyType.IsValueType)
            (field.IsGetNullable, field.IsSetNullable) = (false, false);
        field.Get = document => AccountForm.ToFieldValue(rule.Get((AccountSettings)holder.Get!(document)!));
        field.Set = (document, value) =>
        {
            var errors = new InputErrors();
            holder.Set!(document, AccountForm.Set((AccountSettings)holder.Get!(document)!, rule, value, errors));
            if (errors.Any)
                throw new JsonException(errors.Summary);
        };
        return field;
    }

    private static Type TypeOf(AccountRule rule, bool isNullable) =>
        rule.Kind switch
        {
            AccountRuleKind.Choice => typeof(string),
            AccountRuleKind.Sizing => typeof(SizingForm),
            _ => isNullable ? typeof(double?) : typeof(double),
        };

    // The OpenAPI generator describes a field whose value is an object as nullable only if its attributes come from a nullable C# property. So
    // a sizing field takes the attributes of this property.
    private sealed record Optional(SizingForm? Sizing);

    // The attributes from which the OpenAPI generator describes a field.
    private sealed class Attributes(AccountRule rule, bool isRequest) : ICustomAttributeProvider
    {
        public object[] GetCustomAttributes(bool inherit) => [.. All()];

        public object[] GetCustomAttributes(Type attributeType, bool inherit) => [.. All().Where(attributeType.IsInstanceOfType)];

        public bool IsDefined(Type attributeType, bool inherit) => All().Any(attributeType.IsInstanceOfType);

        private IEnumerable<Attribute> All()
        {
            yield return new DescriptionAttribute(
                $"{rule.Description.En}.{(isRequest && rule.CanBeDisabled ? " None by default." : string.Empty)}"
            );
            if (!isRequest && rule.Default is not null)
                yield return new RequiredAttribute(); // this program always writes it; not required when read, because earlier runs lack it
            if (isRequest && rule.Kind == AccountRuleKind.Choice)
                yield return new AllowedValuesAttribute([.. rule.Choices]);
            if (isRequest && rule.Kind == AccountRuleKind.Number)
                yield return new RangeAttribute(rule.Minimum, rule.Maximum)
                {
                    MinimumIsExclusive = rule.IsMinimumExcluded,
                    MaximumIsExclusive = rule.IsMaximumExcluded,
                };
        }
    }
}
