using BenchmarkDotNet.Running;
using Waggle.Benchmarks.Pairs;
using Waggle.Benchmarks.Paths;
using Waggle.Benchmarks.Verification;
using Waggle.Benchmarks.Vm;

// Costs inside a process are BenchmarkDotNet's business; costs of a whole path have harnesses of their own.
return args switch
{
    ["getppid", ..] => GetppidCost.Run(),
    ["ring", ..] => RingThroughput.Run(),
    ["startup", ..] => StartUp.Run(),
    ["libbpf", .. string[] rest] => BesideLibbpf.Run(rest.FirstOrDefault()),
    ["vm", .. string[] rest] => EngineComparison.Run(rest),
    ["vm-hooks", ..] => HookCosts.Run(),
    ["pairs", .. string[] rest] => PairComparison.Run(rest),
    ["verifier", .. string[] rest] => VerifierComparison.Run(rest),
    ["micro", .. string[] rest] => RunMicro(rest),
    _ => Usage(),
};

static int RunMicro(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(GetppidCost).Assembly).Run(arguments);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project bench/Waggle.Benchmarks -- WHAT

          getppid         what a counting program adds to a system call: written in C#, and in C by clang
          ring            records a second through a ring buffer, with none lost: read by us, and by libbpf
          libbpf [WHAT]   loading, maps and the kernel's types, each beside libbpf; WHAT is one of load, maps, types
          startup         time from the start of `waggle trace exec` to its first event
          vm [OPTIONS]    the programs of bench/programs in the embedded engine, beside the kernel: --cpu v3, --filter PART, --rounds 25, --json FILE
          vm-hooks        calling a program of the embedded engine through a hook, a helper, an array and a hash lookup from it
          pairs [OPTIONS] the programs of bench/programs that have a twin in C#: its size, its way through the kernel's verifier and its time
                          beside clang's: --cpu v3, --filter PART, --rounds 25, --json FILE
          verifier [OPTIONS] the verifier beside the kernel's, over the corpus and the kernel's own test programs: --filter PART, --rounds 7,
                          --objects FOLDER, --interleave yes, --table FILE
          micro [OPTIONS] costs inside the process, by BenchmarkDotNet: micro --filter '*'

        All but micro and vm-hooks need root.
        """);
    return 2;
}
