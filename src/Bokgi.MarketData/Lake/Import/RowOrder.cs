namespace Bokgi.MarketData.Lake.Import;

/// <summary>The time order of a file's rows.</summary>
public enum RowOrder
{
    /// <summary>Oldest first.</summary>
    OldestFirst,

    /// <summary>Newest first, as in exchanges' responses.</summary>
    NewestFirst,

    /// <summary>Neither oldest first nor newest first.</summary>
    Mixed,
}
