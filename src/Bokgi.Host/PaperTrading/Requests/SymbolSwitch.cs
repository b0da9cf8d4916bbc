namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>Whether a session takes signals of a symbol.</summary>
internal sealed record SymbolSwitch
{
    /// <summary>True to take its signals, false to ignore them; an open position is kept and managed either way.</summary>
    public required bool IsEnabled { get; init; }
}
