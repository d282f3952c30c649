package main

func commandSmoke([]string) error { return nil }
