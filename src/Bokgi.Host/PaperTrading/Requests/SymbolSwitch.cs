namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>Whether a session takes signals of a symbol.</summary>
internal sealed record SymbolSwitch
{
    /// <summary>True to take them, false to leave them out; a position that is held goes on.</summary>
    public required bool IsEnabled { get; init; }
}
