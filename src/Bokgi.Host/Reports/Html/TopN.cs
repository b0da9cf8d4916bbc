namespace Bokgi.Host.Reports.Html;

/// <summary>Keeps the first few of many items, without storing the others; no two items are equal in their order.</summary>
internal sealed class TopN<T>(int count, Comparison<T> order)
{
    private readonly List<T> items = [];

    public void Add(T item)
    {
        items.Add(item);
        if (items.Count > 2 * count)
            Cut();
    }

    /// <summary>The first items, in order.</summary>
    public IReadOnlyList<T> Take()
    {
        Cut();
        return items;
    }

    private void Cut()
    {
        items.Sort(order);
        if (items.Count > count)
            items.RemoveRange(count, items.Count - count);
    }
}
