namespace Bokgi.Host.Platform.OpenApi;

/// <summary>In OpenAPI, presents a query parameter whose C# type is <c>string</c> as an integer in this range. Validates nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IntegerRangeAttribute(int minimum, int maximum = int.MaxValue) : Attribute
{
    public int Minimum => minimum;

    public int Maximum => maximum;

    public object? Default { get; init; }
}
