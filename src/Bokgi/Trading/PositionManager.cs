using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>
/// A book of long positions, computed in decimal, so that amounts are not rounded to binary. It records entries, current prices and exits,
/// with fees and slippage on each leg. It makes no trading decisions; the caller does.
/// </summary>
/// <remarks>Each pair (a symbol with a strategy) has at most one open position. Not thread-safe.</remarks>
public sealed class PositionManager
{
    private readonly decimal feeRate;
    private readonly decimal slippageRate;
    private readonly SortedDictionary<long, Position> openPositions = [];
    private readonly HashSet<(Symbol Symbol, string Strategy)> openPairs = [];
    private long lastId;
    private int closedCount;
    private int wins;
    private decimal realizedPnl;
    private decimal feesPaid;
    private decimal slippagePaid;

    /// <summary>Creates an empty book.</summary>
    /// <param name="feeRate">Fee as a fraction of the notional, on each leg; at least 0, below 1.</param>
    /// <param name="slippageRate">Fraction by which buys fill above the price and sells below it; at least 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is out of range.</exception>
    public PositionManager(decimal feeRate = 0.001m, decimal slippageRate = 0.0002m)
    {
        this.feeRate = ValidateRate(feeRate, nameof(feeRate));
        this.slippageRate = ValidateRate(slippageRate, nameof(slippageRate));
    }

    /// <summary>Called with each position that was opened.</summary>
    public Action<Position>? Opened { get; init; }

    /// <summary>Called with each position that has a new current price.</summary>
    public Action<Position>? Updated { get; init; }

    /// <summary>Called with each position that was closed.</summary>
    public Action<Position>? Closed { get; init; }

    /// <summary>Records a purchase.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="quantity">Base currency, above 0.</param>
    /// <param name="entryPrice">The price before slippage, above 0.</param>
    /// <param name="side">Must be <see cref="OrderSide.Buy"/>: positions are long only.</param>
    /// <param name="strategy">The strategy; empty for a manual purchase.</param>
    /// <exception cref="ArgumentException">The side is a sale.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Quantity or price is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The pair already has an open position.</exception>
    public Position EnterPosition(Symbol symbol, decimal quantity, decimal entryPrice, OrderSide side = OrderSide.Buy, string strategy = "")
    {
        ArgumentNullException.ThrowIfNull(strategy);
        if (side != OrderSide.Buy)
            throw new ArgumentException(
                $"a position of {symbol} cannot be opened by a sale; positions are long only, give Buy",
                nameof(side)
            );
        CheckPositive(quantity, nameof(quantity));
        CheckPositive(entryPrice, nameof(entryPrice));
        return Enter(symbol, strategy, quantity, entryPrice, entryPrice * (1 + slippageRate), feeRate);
    }

    /// <summary>Records a purchase made by an account, at the account's own fill price and fee rate.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="accountPosition">The account's position.</param>
    /// <exception cref="InvalidOperationException">The pair already has an open position.</exception>
    /// <exception cref="OverflowException">A number of the account is too large for a decimal.</exception>
    public Position EnterPosition(Symbol symbol, string strategy, in OpenPosition accountPosition) =>
        Enter(
            symbol,
            strategy,
            (decimal)accountPosition.Quantity,
            (decimal)accountPosition.RawEntryPrice,
            (decimal)accountPosition.EntryPrice,
            (decimal)accountPosition.EntryFeeRate
        );

    /// <summary>Sets the current price of an open position.</summary>
    /// <param name="positionId">The position.</param>
    /// <param name="currentPrice">Quote currency, above 0.</param>
    /// <returns>The position with its new unrealized profit.</returns>
    /// <exception cref="KeyNotFoundException">There is no open position with this number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The price is not above 0.</exception>
    public Position UpdateUnrealizedPnl(long positionId, decimal currentPrice)
    {
        CheckPositive(currentPrice, nameof(currentPrice));
        var position = Find(positionId) with { CurrentPrice = currentPrice };
        openPositions[positionId] = position;
        Updated?.Invoke(position);
        return position;
    }

    /// <summary>Records the sale of a whole position.</summary>
    /// <param name="positionId">The position.</param>
    /// <param name="exitPrice">The price before slippage, above 0.</param>
    /// <returns>The closed position with its realized profit.</returns>
    /// <exception cref="KeyNotFoundException">There is no open position with this number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The price is not above 0.</exception>
    public Position ClosePosition(long positionId, decimal exitPrice)
    {
        CheckPositive(exitPrice, nameof(exitPrice));
        var openPosition = Find(positionId);
        var fillPrice = exitPrice * (1 - slippageRate);
        var totalSlippage = openPosition.SlippageAmount + (openPosition.Quantity * (exitPrice - fillPrice));
        return Close(openPosition, currentPrice: exitPrice, fillPrice, feeRate, totalSlippage);
    }

    /// <summary>Records the sale of a whole position by an account.</summary>
    /// <param name="positionId">The position, bought by the same account.</param>
    /// <param name="accountTrade">The account's trade; its slippage cost covers both legs.</param>
    /// <param name="feeRate">The account's fee rate at the sale, a fraction.</param>
    /// <returns>The closed position with its realized profit.</returns>
    /// <exception cref="KeyNotFoundException">There is no open position with this number.</exception>
    /// <exception cref="OverflowException">A number of the account is too large for a decimal.</exception>
    public Position ClosePosition(long positionId, in Trade accountTrade, double feeRate)
    {
        var fillPrice = (decimal)accountTrade.ExitPrice; // a trade does not hold the price before slippage
        return Close(Find(positionId), currentPrice: fillPrice, fillPrice, (decimal)feeRate, (decimal)accountTrade.SlippageCost);
    }

    /// <summary>The open positions, in order of entry.</summary>
    public IReadOnlyList<Position> GetOpenPositions() => [.. openPositions.Values];

    /// <summary>Summarizes the book.</summary>
    public PositionSummary GetPositionSummary() =>
        new(
            openPositions.Count,
            closedCount,
            wins,
            WinRate: closedCount == 0 ? null : (decimal)wins / closedCount,
            realizedPnl,
            UnrealizedPnl: openPositions.Values.Sum(position => position.UnrealizedPnl),
            feesPaid,
            slippagePaid
        );

    private Position Enter(Symbol symbol, string strategy, decimal quantity, decimal price, decimal fillPrice, decimal rate)
    {
        if (!openPairs.Add((symbol, strategy)))
            throw new InvalidOperationException(
                $"{DescribePair(symbol, strategy)} already has an open position; close it before you enter another"
            );

        var fee = quantity * fillPrice * rate;
        var position = new Position
        {
            Id = ++lastId,
            Symbol = symbol,
            Strategy = strategy,
            Quantity = quantity,
            EntryPrice = fillPrice,
            EntryCost = (quantity * fillPrice) + fee,
            EntryFee = fee,
            SlippageAmount = quantity * (fillPrice - price),
            CurrentPrice = price,
        };
        openPositions.Add(position.Id, position);
        feesPaid += fee;
        slippagePaid += position.SlippageAmount;
        Opened?.Invoke(position);
        return position;
    }

    private Position Close(Position openPosition, decimal currentPrice, decimal fillPrice, decimal rate, decimal totalSlippage)
    {
        var fee = openPosition.Quantity * fillPrice * rate;
        var position = openPosition with
        {
            CurrentPrice = currentPrice,
            ExitPrice = fillPrice,
            Proceeds = (openPosition.Quantity * fillPrice) - fee,
            ExitFee = fee,
            SlippageAmount = totalSlippage,
        };
        openPositions.Remove(openPosition.Id);
        openPairs.Remove((openPosition.Symbol, openPosition.Strategy));
        closedCount++;
        wins += position.RealizedPnl > 0 ? 1 : 0;
        realizedPnl += position.RealizedPnl!.Value;
        feesPaid += fee;
        slippagePaid += totalSlippage - openPosition.SlippageAmount;
        Closed?.Invoke(position);
        return position;
    }

    private Position Find(long positionId) =>
        openPositions.TryGetValue(positionId, out var position)
            ? position
            : throw new KeyNotFoundException($"there is no open position {positionId}; GetOpenPositions lists the open positions");

    private static string DescribePair(Symbol symbol, string strategy) => strategy.Length == 0 ? symbol.Code : $"{symbol} on {strategy}";

    private static decimal ValidateRate(decimal rate, string name) =>
        rate is >= 0 and < 1
            ? rate
            : throw new ArgumentOutOfRangeException(name, rate, "must be a fraction of at least 0 and below 1, such as 0.001 for 0.1 %");

    private static void CheckPositive(decimal value, string name)
    {
        if (value <= 0)
            throw new ArgumentOutOfRangeException(name, value, "must be above 0");
    }
}
