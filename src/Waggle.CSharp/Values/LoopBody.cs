namespace Waggle.CSharp;

/// <summary>What <see cref="Bpf.Loop"/> calls.</summary>
/// <param name="index">The round, from 0.</param>
/// <param name="state">What was given to the loop.</param>
[Callback]
public delegate LoopControl LoopBody<TState>(uint index, ref TState state) where TState : unmanaged;
