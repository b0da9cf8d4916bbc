namespace Bokgi.Trading;

/// <summary>Receives the events of an account. An account without an observer runs faster.</summary>
public interface IAccountObserver
{
    /// <summary>A position was opened.</summary>
    void Entered(in OpenPosition position);

    /// <summary>A bar closed while the position was open.</summary>
    /// <param name="position">The position.</param>
    /// <param name="close">The bar's close, quote currency.</param>
    void Updated(in OpenPosition position, double close);

    /// <summary>A position was sold.</summary>
    void Closed(in Trade trade);
}
