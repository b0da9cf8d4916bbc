using BenchmarkDotNet.Running;
using Bokgi.Benchmarks;

if (args is ["lake", var emptyFolder])
    return LakeTiming.WriteLakes(emptyFolder);
if (args is ["lake", var folder, var set])
    return LakeTiming.Run(folder, set);
if (args is ["allocations"])
    return AllocationGate.Run();
if (args is ["limit"])
    return HandWrittenCComparison.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
