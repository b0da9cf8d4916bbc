using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>A run's fees, fill prices, quantities and minimum order, computed in decimal and only from the exchange's tables.</summary>
internal sealed class ReferenceCosts(ReferenceRequest request)
{
    private static readonly DateTime SecondTable = new(2024, 1, 29);
    private static readonly DateTime WholeWon = new(2024, 10, 14);
    private static readonly DateTime HalfWon = new(2025, 3, 21);
    private static readonly DateTime ThirdTable = new(2025, 7, 31);

    private static readonly string[] WholeWonCoins = "ADA ALGO BLUR CELO ELF EOS GRS GRT ICX MANA MINA POL SAND SEI STG TRX".Split(' ');

    public double FeeRate => request.FeeRate ?? (IsUpbit ? 0.0005 : 0.001);

    public double MinimumOrder => IsUpbit ? 5_000 : 0;

    private bool IsUpbit => request.Costs == "upbit";

    public double BuyFill(double price, long time) => IsUpbit ? Up(price, PriceStep(price, time)) : price;

    public double SellFill(double price, long time) =>
        IsUpbit ? Math.Max(Down(price, PriceStep(price, time)), (double)PriceStep(0, time)) : price;

    public double Quantity(double quantity) =>
        (request.QuantityStep ?? (IsUpbit ? 1e-8 : 0)) is > 0 and var step ? Down(quantity, (decimal)step) : quantity;

    /// <summary>The price step for a price, by the table in force on the Korean day of the given time.</summary>
    public decimal PriceStep(double price, long time)
    {
        var day = UnixTime.ToDateTime(time).AddHours(9);
        if (day >= ThirdTable)
            return price switch
            {
                >= 1_000_000 => 1_000,
                >= 500_000 => 500,
                >= 100_000 => 100,
                >= 50_000 => 50,
                >= 10_000 => 10,
                >= 5_000 => 5,
                >= 100 => 1,
                _ => LowPriceStep(price, 10, 0.1m, 0.000_000_01m),
            };
        if (price >= 10_000)
            return price switch
            {
                >= 2_000_000 => 1_000,
                >= 1_000_000 => 500,
                >= 500_000 => 100,
                >= 100_000 => 50,
                _ => 10,
            };
        if (day < SecondTable)
            return price switch
            {
                >= 1_000 => 5,
                >= 100 => 1,
                _ => LowPriceStep(price, 10, 0.1m, 0.000_1m),
            };
        if (price >= 1_000)
            return day >= HalfWon && request.Coin is "USDT" or "USDC" ? 0.5m : 1;
        if (price >= 100)
            return day >= WholeWon && WholeWonCoins.Contains(request.Coin) ? 1 : 0.1m;
        return LowPriceStep(price, 10, 0.01m, 0.000_000_01m);
    }

    // The step below 100 won: each band starts at a tenth of the start of the band above, and its step is a tenth of that band's step.
    private static decimal LowPriceStep(double price, double from, decimal step, decimal smallestStep) =>
        step == smallestStep || price >= from
            ? step
            : LowPriceStep(price, double.Parse($"{from / 10:G10}", CultureInfo.InvariantCulture), step / 10, smallestStep);

    // A value within four units in the last place (a relative 2^-50) of a multiple counts as that multiple. With 2^52 steps or more,
    // doubles cannot represent single steps, so the value is left as it is.
    private static double Down(double value, decimal step)
    {
        var limit = value * (1 + Math.Pow(2, -50));
        if (!(value / (double)step < Math.Pow(2, 52)))
            return value;
        var count = decimal.Floor(Exact(limit) / step);
        return Nearest((count + 1) * step) <= limit ? Nearest((count + 1) * step) : Nearest(count * step);
    }

    private static double Up(double value, decimal step)
    {
        var limit = value * (1 - Math.Pow(2, -50));
        if (!(value / (double)step < Math.Pow(2, 52)))
            return value;
        var count = Math.Max(1, decimal.Ceiling(Exact(limit) / step));
        return count > 1 && Nearest((count - 1) * step) >= limit ? Nearest((count - 1) * step) : Nearest(count * step);
    }

    // The runtime's own conversions keep only 15 digits and may round twice.
    private static decimal Exact(double value) =>
        decimal.Parse(value.ToString("E27", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static double Nearest(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
