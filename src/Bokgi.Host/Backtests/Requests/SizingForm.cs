namespace Bokgi.Host.Backtests.Requests;

/// <summary>How much is bought, as a client asks for it.</summary>
internal sealed record SizingForm
{
    public string? Kind { get; init; }

    public double? Value { get; init; }
}
