namespace Bokgi.Host.Reports.Html;

/// <summary>Keeps the first few of many items in a given order, without storing the others.</summary>
/// <param name="count">How many to keep.</param>
/// <param name="order">Their order, in which no two items are equal.</param>
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
