namespace Bokgi.Host.Backtests.Report;

/// <summary>The first few of very many things in an order, without keeping the others.</summary>
/// <param name="count">How many.</param>
/// <param name="order">Their order; nothing is equal.</param>
internal sealed class TopN<T>(int count, Comparison<T> order)
{
    private readonly List<T> items = [];

    public void Add(T item)
    {
        items.Add(item);
        if (items.Count > 2 * count)
            Cut();
    }

    /// <summary>The foremost of what was added, in order.</summary>
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
