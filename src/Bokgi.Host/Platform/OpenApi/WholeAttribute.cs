namespace Bokgi.Host.Platform.OpenApi;

/// <summary>Says that a text of a query is a whole number, and which ones its reader takes, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeAttribute(int minimum, int maximum = int.MaxValue) : Attribute
{
    public int Minimum => minimum;

    public int Maximum => maximum;

    /// <summary>The number when none is given.</summary>
    public object? Default { get; init; }
}
