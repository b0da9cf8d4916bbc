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

        int[] lengths =
        [
            .. Enumerable
                .Range(0, 2_000)
                .Select(seed => Mutation.Apply(valid, other, new Random(seed)))
                .Where(bytes => bytes.Length == valid.Length && bytes[0] == 'v' && bytes[^1] == 'v')
                .Select(bytes => bytes.Count(each => each == 'o')),
        ];

        lengths.Max().ShouldBeGreaterThan(50);
        lengths.Count(length => length is > 1 and <= 64).ShouldBeGreaterThan(50);
    }
}
