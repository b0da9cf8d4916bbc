namespace Bokgi.MarketData.Lake.Import;

/// <summary>How the rows of a file follow each other in time.</summary>
public enum RowOrder
{
    /// <summary>Oldest first.</summary>
    OldestFirst,

    /// <summary>Newest first, as exchanges answer.</summary>
    NewestFirst,

    /// <summary>Neither.</summary>
    Mixed,
}
