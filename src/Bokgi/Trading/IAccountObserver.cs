namespace Bokgi.Trading;

/// <summary>Watches an account at work; an account without one pays nothing for it.</summary>
public interface IAccountObserver
{
    /// <summary>A position was opened.</summary>
    void Entered(in OpenPosition position);

    /// <summary>A bar closed with the position still open.</summary>
    /// <param name="position">The position.</param>
    /// <param name="close">The bar's close, quote currency.</param>
    void Updated(in OpenPosition position, double close);

    /// <summary>A position was sold.</summary>
    void Closed(in Trade trade);
}
