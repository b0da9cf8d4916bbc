using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

public class MutationTests
{
    [Fact]
    public void Apply_ManySeeds_SplicesPartsOfTheOtherInput()
    {
        var valid = Enumerable.Repeat((byte)'v', 200).ToArray();
        var other = Enumerable.Repeat((byte)'o', 200).ToArray();

        // If length, first byte and last byte are unchanged, bytes of the other input can only have overwritten a part.
        int[] partLengths =
        [
            .. Enumerable
                .Range(0, 2_000)
                .Select(seed => Mutation.Apply(valid, other, new Random(seed)))
                .Where(bytes => bytes.Length == valid.Length && bytes[0] == 'v' && bytes[^1] == 'v')
                .Select(bytes => bytes.Count(value => value == 'o')),
        ];

        partLengths.Max().ShouldBeGreaterThan(50);
        partLengths.Count(length => length is > 1 and <= 64).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Apply_ManySeeds_EveryTenByteVarintIsAnExtremeNumber()
    {
        var valid = Enumerable.Repeat((byte)'v', 200).ToArray();

        // All varints of ten bytes (nine with the highest bit set, then 1) that mutations have put in the place of other bytes.
        var varints = Enumerable
            .Range(0, 20_000)
            .Select(seed => Mutation.Apply(valid, valid, new Random(seed)).Where(value => value != 'v').ToArray())
            .Where(bytes => bytes is [.., 1] && bytes.Length == 10 && bytes[..9].All(value => value > 127))
            .Select(Convert.ToHexString)
            .Distinct()
            .Order(StringComparer.Ordinal);

        varints.ShouldBe([
            "80808080808080808001", // long.MinValue
            "80808080F8FFFFFFFF01", // int.MinValue
            "FEFFFFFFFFFFFFFFFF01", // long.MaxValue in zigzag encoding
            "FFFFFFFFFFFFFFFFFF01", // -1, and long.MinValue in zigzag encoding
        ]);
    }
}
