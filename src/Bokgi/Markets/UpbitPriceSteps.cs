namespace Bokgi.Markets;

/// <summary>The price steps of Upbit's KRW markets, by date.</summary>
/// <remarks>
/// Sources: the page "원화 마켓 주문 가격 단위" of docs.upbit.com (versions 1.4.1 and 1.4.5, and as read in 2026), and the notices that announced
/// the changes. The notices give only days. The first Upbit candle with a price on the new steps opens at 00:00 KST on 2024-01-29, so every
/// change is assumed to start at 00:00 KST. When steps became wider, resting orders kept their prices, so for some days candles contain
/// prices between steps.
/// </remarks>
public static class UpbitPriceSteps
{
    private static readonly (double From, double Step)[] BandsUntil2024 =
    [
        (2_000_000, 1_000),
        (1_000_000, 500),
        (500_000, 100),
        (100_000, 50),
        (10_000, 10),
        (1_000, 5),
        (100, 1),
        (10, 0.1),
        (1, 0.01),
        (0.1, 0.001),
        (0, 0.0001),
    ];

    // Coins with an exception use these steps in all bands but one.
    private static readonly (double From, double Step)[] BandsSince2024 =
    [
        (2_000_000, 1_000),
        (1_000_000, 500),
        (500_000, 100),
        (100_000, 50),
        (10_000, 10),
        (1_000, 1),
        (100, 0.1),
        (10, 0.01),
        (1, 0.001),
        (0.1, 0.0001),
        (0.01, 0.000_01),
        (0.001, 0.000_001),
        (0.000_1, 0.000_000_1),
        (0, 0.000_000_01),
    ];

    private static readonly PriceSteps StepsUntil2024 = new(BandsUntil2024);

    private static readonly PriceSteps StepsSince2024 = new(BandsSince2024);

    // Coins whose step from 100 to 1,000 won became 1 won instead of 0.1 won on 2024-10-14.
    private static readonly string[] WholeWonCoins =
    [
        "ADA",
        "ALGO",
        "BLUR",
        "CELO",
        "ELF",
        "EOS",
        "GRS",
        "GRT",
        "ICX",
        "MANA",
        "MINA",
        "POL",
        "SAND",
        "SEI",
        "STG",
        "TRX",
    ];

    // Coins whose step from 1,000 to 10,000 won became 0.5 won instead of 1 won on 2025-03-21.
    private static readonly string[] HalfWonCoins = ["USDT", "USDC"];

    /// <summary>The steps since 2025-07-31, the same for every coin.</summary>
    public static PriceSteps Newest { get; } =
        new(
            (1_000_000, 1_000),
            (500_000, 500),
            (100_000, 100),
            (50_000, 50),
            (10_000, 10),
            (5_000, 5),
            (100, 1),
            (10, 0.1),
            (1, 0.01),
            (0.1, 0.001),
            (0.01, 0.000_1),
            (0.001, 0.000_01),
            (0.000_1, 0.000_001),
            (0.000_01, 0.000_000_1),
            (0, 0.000_000_01)
        );

    private static readonly DatedValue<PriceSteps> DefaultCoinSteps = new(
        StepsUntil2024,
        ("2024-01-29", StepsSince2024),
        ("2025-07-31", Newest)
    );

    private static readonly DatedValue<PriceSteps> WholeWonCoinSteps = new(
        StepsUntil2024,
        ("2024-01-29", StepsSince2024),
        ("2024-10-14", StepsSince2024Except(100, 1)),
        ("2025-07-31", Newest)
    );

    private static readonly DatedValue<PriceSteps> HalfWonCoinSteps = new(
        StepsUntil2024,
        ("2024-01-29", StepsSince2024),
        ("2025-03-21", StepsSince2024Except(1_000, 0.5)),
        ("2025-07-31", Newest)
    );

    /// <summary>The price steps of a coin's KRW market, by date.</summary>
    /// <param name="coin">The coin, such as <c>BTC</c>.</param>
    internal static DatedValue<PriceSteps> ForCoin(string coin) =>
        WholeWonCoins.Contains(coin) ? WholeWonCoinSteps
        : HalfWonCoins.Contains(coin) ? HalfWonCoinSteps
        : DefaultCoinSteps;

    private static PriceSteps StepsSince2024Except(double from, double step) =>
        new([.. BandsSince2024.Select(band => band.From == from ? (from, step) : band)]);
}
