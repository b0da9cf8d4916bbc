namespace Bokgi.Host.Platform.OpenApi;

/// <summary>For the OpenAPI document: a query parameter that is bound as text is a whole number with these bounds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IntegerRangeAttribute(int minimum, int maximum = int.MaxValue) : Attribute
{
    public int Minimum => minimum;

    public int Maximum => maximum;

    public object? Default { get; init; }
}
