namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Documents a query parameter declared as <c>string</c> as an integer in this range (OpenAPI only; validates nothing).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IntegerRangeAttribute(int minimum, int maximum = int.MaxValue) : Attribute
{
    public int Minimum => minimum;

    public int Maximum => maximum;

    public object? Default { get; init; }
}
